package dev.kubezap.gateway;

import dev.kubezap.gateway.console.Console;
import dev.kubezap.gateway.front.Answers;
import dev.kubezap.gateway.front.Target;
import dev.kubezap.gateway.problem.Problem;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Puts the gateway before whatever else the HTTP server serves. */
@ApplicationScoped
public class Routes {

  private static final int FIRST = -10_000;

  private final GatewayProcess process;

  @Inject
  Routes(GatewayProcess process) {
    this.process = process;
  }

  void add(@Observes Router router) {
    router
        .route(Target.BASE + "*")
        .order(FIRST - 1)
        .handler(
            context ->
                process
                    .gateway()
                    .ifPresentOrElse(gateway -> gateway.fromBrowsers(context), context::next));
    router.route(Target.BASE + "*").order(FIRST).handler(this::handle);
    router.route(Console.PATH).order(FIRST).handler(this::console);
    router.route(Console.PATH + "/*").order(FIRST).handler(this::console);
    // Whatever comes here has passed the front of a gateway that has started.
    router
        .get(Target.BASE + "events")
        .order(FIRST + 1)
        .handler(context -> process.gateway().orElseThrow().events().serverSent(context));
    router
        .get(Target.BASE + "events/ws")
        .order(FIRST + 1)
        .handler(context -> process.gateway().orElseThrow().events().socket(context));
  }

  private void console(RoutingContext context) {
    process
        .gateway()
        .flatMap(Gateway::console)
        .ifPresentOrElse(console -> console.handle(context), context::next);
  }

  private void handle(RoutingContext context) {
    Answers.secure(context.response());
    process
        .gateway()
        .ifPresentOrElse(
            gateway -> gateway.handle(context),
            () ->
                Answers.problem(
                    context,
                    Problem.unavailable(
                        "starting", "The gateway is starting: try again shortly.", 2)));
  }
}

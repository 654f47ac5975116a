package dev.kubezap.pod.lifecycle;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/**
 * What Quarkus runs: it joins the pod's parts to the HTTP servers, and to the start and end of the
 * process.
 */
@Singleton
public class SessionPod implements QuarkusApplication {
  private final PodParts parts;
  private final Config config;

  @Inject
  SessionPod(Vertx vertx, Config config) {
    this.config = config;
    parts = PodParts.of(vertx, Main::variable);
  }

  void begin(@Observes StartupEvent event) {
    parts.configureLog();
  }

  void api(@Observes Router router) {
    router.route().handler(context -> parts.dispatcher().handle(context.request()));
  }

  void management(@Observes ManagementInterface management) {
    parts.managementRoutes().mount(management.router());
  }

  void end(@Observes ShutdownEvent event) {
    parts.lifecycle().end();
  }

  @Override
  public int run(String... arguments) throws Exception {
    parts.lifecycle().begin();
    System.out.println(
        "KUBEZAP_LISTENING http="
            + config.getValue("quarkus.http.port", Integer.class)
            + " management="
            + config.getValue("quarkus.management.port", Integer.class));
    Quarkus.waitForExit();
    return 0;
  }
}

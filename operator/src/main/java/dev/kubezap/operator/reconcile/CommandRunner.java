package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.command.Command;
import dev.kubezap.operator.command.Request;
import dev.kubezap.operator.command.Requests;
import dev.kubezap.operator.event.EventRecorder;
import dev.kubezap.operator.observed.PodView;
import dev.kubezap.operator.pod.PodApi;
import dev.kubezap.operator.status.Situation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Carries out what people ask for by annotation, once. */
final class CommandRunner {

  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private final PodAccess access;
  private final PodApi pods;
  private final EventRecorder events;

  CommandRunner(PodAccess access, PodApi pods, EventRecorder events) {
    this.access = access;
    this.pods = pods;
    this.events = events;
  }

  /**
   * Carries out what was not yet, as far as the pod can be asked.
   *
   * @return what is done now
   */
  Map<String, String> obey(Situation situation) {
    WhatsAppSession session = situation.session();
    Map<String, String> done = Requests.done(session);
    Optional<PodView> pod = situation.pod().filter(view -> view.ready() && !view.terminating());
    Optional<PodApi.Access> reachable = pod.flatMap(view -> access.to(session, view));
    if (reachable.isEmpty()) {
      return done;
    }
    for (Request request : Requests.open(session)) {
      if (!carriedOut(session, request.command(), reachable.get())) {
        return done;
      }
      done.put(request.command().word(), request.value());
    }
    return done;
  }

  private boolean carriedOut(WhatsAppSession session, Command command, PodApi.Access pod) {
    PodApi.Answer answer =
        switch (command) {
          case LOG_OUT -> pods.logOut(pod, PATIENCE);
          case RECONNECT -> pods.reconnect(pod, PATIENCE);
          case RE_PAIR -> {
            PodApi.Answer loggedOut = pods.logOut(pod, PATIENCE);
            yield loggedOut instanceof PodApi.Answer.Done
                ? pods.reconnect(pod, PATIENCE)
                : loggedOut;
          }
        };
    return switch (answer) {
      case PodApi.Answer.Done done -> {
        events.normal(
            session, "CommandDone", command.word() + ", asked for by annotation, is done");
        yield true;
      }
      case PodApi.Answer.Failed(String why) -> {
        events.warning(
            session,
            "CommandFailed",
            command.word() + ", asked for by annotation, did not work and is tried again: " + why);
        yield false;
      }
    };
  }
}

package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.command.Command;
import dev.kubezap.operator.command.Ledger;
import dev.kubezap.operator.command.Request;
import dev.kubezap.operator.event.EventRecorder;
import dev.kubezap.operator.observed.PodView;
import dev.kubezap.operator.pod.PodApi;
import dev.kubezap.operator.status.Situation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries out what people ask for by annotation, and nothing twice: a log-out that is repeated
 * would unlink the device that was linked meanwhile. A request is written down before the pod is
 * asked. What this operator wrote itself it remembers, since its cache lags behind; what an earlier
 * one began and did not finish is told and not repeated.
 */
final class CommandRunner {

  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private final PodAccess access;
  private final PodApi pods;
  private final EventRecorder events;
  private final LedgerStore store;
  private final Map<String, Ledger> ledgers = new ConcurrentHashMap<>();

  CommandRunner(PodAccess access, PodApi pods, EventRecorder events, LedgerStore store) {
    this.access = access;
    this.pods = pods;
    this.events = events;
    this.store = store;
  }

  /**
   * Carries out what was not yet, as far as the pod can be asked.
   *
   * @return what became of all requests
   */
  Ledger obey(Situation situation) {
    WhatsAppSession session = situation.session();
    Optional<PodView> pod = situation.pod().filter(view -> view.ready() && !view.terminating());
    Optional<PodApi.Access> reachable = pod.flatMap(view -> access.to(session, view));
    return obey(session, reachable);
  }

  /** The same, when it is known where the pod is; empty when it is not. */
  Ledger obey(WhatsAppSession session, Optional<PodApi.Access> pod) {
    Ledger ledger = known(session);
    for (Request interrupted : ledger.interrupted()) {
      uncertain(session, interrupted, "the operator ended meanwhile");
      ledger = remembered(session, ledger.done(interrupted));
    }
    if (pod.isEmpty()) {
      return ledger;
    }
    for (Request request : ledger.open(session)) {
      Ledger begun = ledger.begun(request);
      if (!store.write(session, ledger, begun)) {
        // Somebody else wrote: what is there now counts.
        ledgers.remove(uid(session));
        return known(session);
      }
      remembered(session, begun);
      ledger = remembered(session, carriedOut(session, request, begun, pod.get()));
      if (ledger.open(session).contains(request)) {
        // It is asked for again later, by this operator or by the next one.
        store.write(session, begun, ledger);
        return ledger;
      }
    }
    return ledger;
  }

  /** What became of a session's requests, as far as this operator knows. */
  Ledger known(WhatsAppSession session) {
    Ledger remembered = ledgers.get(uid(session));
    if (remembered != null) {
      return remembered;
    }
    if (!Ledger.concerns(session)) {
      return Ledger.of(session);
    }
    return remembered(session, store.read(session).orElseGet(() -> Ledger.of(session)));
  }

  /** The session is gone. */
  void forget(WhatsAppSession session) {
    ledgers.remove(uid(session));
  }

  private Ledger remembered(WhatsAppSession session, Ledger ledger) {
    ledgers.put(uid(session), ledger);
    return ledger;
  }

  private static String uid(WhatsAppSession session) {
    return session.getMetadata().getUid();
  }

  private Ledger carriedOut(
      WhatsAppSession session, Request request, Ledger begun, PodApi.Access pod) {
    Command command = request.command();
    PodApi.Answer answer =
        switch (command) {
          case LOG_OUT -> pods.logOut(pod, PATIENCE);
          case RECONNECT -> pods.reconnect(pod, PATIENCE);
          case RE_PAIR -> {
            PodApi.Answer loggedOut = pods.logOut(pod, PATIENCE);
            yield loggedOut instanceof PodApi.Answer.Done
                ? certain(pods.reconnect(pod, PATIENCE))
                : loggedOut;
          }
        };
    return switch (answer) {
      case PodApi.Answer.Done done -> {
        events.normal(
            session, "CommandDone", command.word() + ", asked for by annotation, is done");
        yield begun.done(request);
      }
      case PodApi.Answer.Failed(String why) -> {
        events.warning(
            session,
            "CommandFailed",
            command.word() + ", asked for by annotation, did not work and is tried again: " + why);
        yield begun.withdrawn(request);
      }
      case PodApi.Answer.Uncertain(String why) -> {
        uncertain(session, request, why);
        yield begun.done(request);
      }
    };
  }

  /** The second half of a request whose first half is done must not bring the first half again. */
  private static PodApi.Answer certain(PodApi.Answer second) {
    return second instanceof PodApi.Answer.Failed(String why)
        ? new PodApi.Answer.Uncertain(
            "the device is unlinked, but no new code was asked for: " + why)
        : second;
  }

  private void uncertain(WhatsAppSession session, Request request, String why) {
    events.warning(
        session,
        "CommandUncertain",
        request.command().word()
            + ", asked for by annotation, was begun, and it is not known whether it was done ("
            + why
            + "); it is not repeated: see status.session, and give the annotation another value if it was not");
  }
}

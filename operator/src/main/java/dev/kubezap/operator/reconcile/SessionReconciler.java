package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.Kubezap;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import dev.kubezap.operator.command.Ledger;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.observed.PodView;
import dev.kubezap.operator.status.Situation;
import dev.kubezap.operator.status.StatusReport;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The loop for one session: gather, decide, apply, report. */
@ControllerConfiguration(
    name = "whatsappsession",
    fieldManager = Kubezap.OPERATOR_FIELD_MANAGER,
    generationAwareEventProcessing = false)
public final class SessionReconciler
    implements Reconciler<WhatsAppSession>, Cleaner<WhatsAppSession> {

  /** Until then the status is written that was decided now. */
  private static final Duration STATUS_WRITTEN = Duration.ofSeconds(1);

  private final SessionCaches caches;
  private final SessionClasses classes;
  private final SelectingWebhooks webhooks;
  private final SharedNumbers numbers;
  private final SessionKeeper keeper;
  private final SessionRemover remover;
  private final PhaseNews news;
  private final PodAccess access;
  private final CommandRunner commands;
  private final PairingPublisher pairing;
  private final Rollouts rollouts;
  private final FleetBreaker breaker;
  private final Progress progress;
  private final LookPace pace;
  private final Clock clock;

  SessionReconciler(
      SessionCaches caches,
      SessionClasses classes,
      SelectingWebhooks webhooks,
      SharedNumbers numbers,
      SessionKeeper keeper,
      SessionRemover remover,
      PhaseNews news,
      PodAccess access,
      CommandRunner commands,
      PairingPublisher pairing,
      Rollouts rollouts,
      FleetBreaker breaker,
      Progress progress,
      LookPace pace,
      Clock clock) {
    this.caches = caches;
    this.classes = classes;
    this.webhooks = webhooks;
    this.numbers = numbers;
    this.keeper = keeper;
    this.remover = remover;
    this.news = news;
    this.access = access;
    this.commands = commands;
    this.pairing = pairing;
    this.rollouts = rollouts;
    this.breaker = breaker;
    this.progress = progress;
    this.pace = pace;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, WhatsAppSession>> prepareEventSources(
      EventSourceContext<WhatsAppSession> context) {
    List<EventSource<?, WhatsAppSession>> sources = caches.open(context);
    sources.add(classes.open(context));
    sources.add(webhooks.open(context));
    sources.add(rollouts.calls());
    sources.add(numbers.calls());
    return sources;
  }

  @Override
  public UpdateControl<WhatsAppSession> reconcile(
      WhatsAppSession session, Context<WhatsAppSession> context) {
    try (Progress.Run _ = progress.begin(ResourceID.fromResource(session))) {
      return report(keeper.bringAbout(session, !session.getSpec().suspend()));
    }
  }

  @Override
  public DeleteControl cleanup(WhatsAppSession session, Context<WhatsAppSession> context) {
    try (Progress.Run _ = progress.begin(ResourceID.fromResource(session))) {
      DeleteControl control = remover.advance(session);
      if (control.isRemoveFinalizer()) {
        forget(session);
      }
      return control;
    }
  }

  /** The session is gone. */
  void forget(WhatsAppSession session) {
    forgetByName(session);
    forgetByUid(session);
  }

  /** Those that went without a word are forgotten, too; one of the same name may be there again. */
  void forgetVanished() {
    for (WhatsAppSession gone :
        news.vanished((id, uid) -> caches.uid(id).filter(uid::equals).isPresent())) {
      if (caches.uid(ResourceID.fromResource(gone)).isEmpty()) {
        forgetByName(gone);
      }
      forgetByUid(gone);
    }
  }

  private void forgetByName(WhatsAppSession session) {
    classes.forget(session);
    webhooks.forget(session);
    numbers.forget(session);
    rollouts.forget(session);
    breaker.forget(SessionNames.of(session));
  }

  private void forgetByUid(WhatsAppSession session) {
    news.forget(session);
    commands.forget(session);
    pace.forget(session);
  }

  /** What nobody foresaw is told in the status, too, while it is tried again. */
  @Override
  public ErrorStatusUpdateControl<WhatsAppSession> updateErrorStatus(
      WhatsAppSession session, Context<WhatsAppSession> context, Exception e) {
    if (session.getMetadata().getDeletionTimestamp() != null) {
      return ErrorStatusUpdateControl.noStatusUpdate();
    }
    Situation situation = keeper.failed(session, e);
    String endpoint = access.endpoint(SessionNames.of(session), situation.pod());
    WhatsAppSessionStatus next =
        StatusReport.of(situation, endpoint, commands.known(session).entries(), clock.instant());
    if (StatusReport.present(session).filter(next::equals).isPresent()) {
      return ErrorStatusUpdateControl.noStatusUpdate();
    }
    news.tell(session, next, true);
    return ErrorStatusUpdateControl.patchStatus(statusOnly(session, next));
  }

  private UpdateControl<WhatsAppSession> report(Situation situation) {
    WhatsAppSession session = situation.session();
    String endpoint = access.endpoint(SessionNames.of(session), situation.pod());
    breaker.look(situation);
    Ledger ledger = commands.obey(situation);
    WhatsAppSessionStatus next =
        StatusReport.of(situation, endpoint, ledger.entries(), clock.instant());
    boolean unchanged = StatusReport.present(session).filter(next::equals).isPresent();
    UpdateControl<WhatsAppSession> control =
        unchanged ? UpdateControl.noUpdate() : UpdateControl.patchStatus(statusOnly(session, next));
    news.tell(session, next, situation.troubled());
    boolean published = pairing.publish(situation);
    boolean unfinished = !published || situation.troubled() || !ledger.open(session).isEmpty();
    if (unfinished) {
      return control.rescheduleAfter(pace.next(session, situation.troubles()));
    }
    pace.forget(session);
    return numbers.awaitsStatus(session)
        ? control.rescheduleAfter(STATUS_WRITTEN)
        : podOverdue(situation)
            .or(() -> keeper.nextKeys(session))
            .map(control::rescheduleAfter)
            .orElse(control);
  }

  /** Nothing tells that a pod is still there when it should be gone. */
  private Optional<Duration> podOverdue(Situation situation) {
    return situation
        .pod()
        .flatMap(PodView::overdueAt)
        .map(time -> Duration.between(clock.instant(), time))
        .filter(Duration::isPositive);
  }

  /** Server-side apply takes what is not written as given up. */
  private static WhatsAppSession statusOnly(WhatsAppSession session, WhatsAppSessionStatus status) {
    var patch = new WhatsAppSession();
    patch.getMetadata().setNamespace(session.getMetadata().getNamespace());
    patch.getMetadata().setName(session.getMetadata().getName());
    patch.setStatus(status);
    return patch;
  }
}

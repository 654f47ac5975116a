package dev.kubezap.operator.event;

import dev.kubezap.crd.Kubezap;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.event.RepeatedEvents.Told;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventSeriesBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Writes Events of the API group {@code events.k8s.io}, as {@code kubectl describe} shows them. */
public final class KubernetesEvents implements EventRecorder {

  private static final Logger LOG = Logger.getLogger(KubernetesEvents.class);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** In bytes: the API server refuses an Event with a longer note. */
  private static final int LONGEST_NOTE = 1024;

  private final KubernetesClient client;
  private final Clock clock;
  private final String instance;
  private final RepeatedEvents series = new RepeatedEvents();

  /**
   * A recorder.
   *
   * @param instance name of this operator process
   */
  public KubernetesEvents(KubernetesClient client, Clock clock, String instance) {
    this.client = client;
    this.clock = clock;
    this.instance = instance;
  }

  @Override
  public void normal(WhatsAppSession session, String reason, String message) {
    write(session, "Normal", reason, message);
  }

  @Override
  public void warning(WhatsAppSession session, String reason, String message) {
    write(session, "Warning", reason, message);
  }

  private void write(WhatsAppSession session, String type, String reason, String message) {
    String namespace = session.getMetadata().getNamespace();
    String note = Utf8.cut(message, LONGEST_NOTE);
    var told = new Told(String.valueOf(session.getMetadata().getUid()), type, reason, note);
    try {
      if (!repeated(session, told)) {
        Instant now = clock.instant();
        Event created =
            client
                .events()
                .v1()
                .events()
                .inNamespace(namespace)
                .resource(event(session, told, now))
                .create();
        series.begin(told, created.getMetadata().getName(), now);
      }
    } catch (KubernetesClientException e) {
      LOG.warnf(
          "event %s of %s/%s was not written: %s",
          reason, namespace, session.getMetadata().getName(), e.getMessage());
    }
  }

  /** Whether it was told lately, and now says that it happened again. */
  private boolean repeated(WhatsAppSession session, Told told) {
    Instant now = clock.instant();
    Optional<RepeatedEvents.Repetition> again = series.again(told, now);
    if (again.isEmpty()) {
      return false;
    }
    // Whole, since a patch by its name alone would be preceded by a look that needs another right.
    Event event = event(session, told, again.get().first());
    event.getMetadata().setGenerateName(null);
    event.getMetadata().setName(again.get().event());
    event.setSeries(
        new EventSeriesBuilder()
            .withCount(again.get().count())
            .withLastObservedTime(new MicroTime(MICROS.format(now)))
            .build());
    client
        .resource(event)
        .fieldManager(Kubezap.OPERATOR_FIELD_MANAGER)
        .forceConflicts()
        .serverSideApply();
    return true;
  }

  private Event event(WhatsAppSession session, Told told, Instant first) {
    String namespace = session.getMetadata().getNamespace();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withGenerateName(session.getMetadata().getName() + "-")
        .endMetadata()
        .withEventTime(new MicroTime(MICROS.format(first)))
        .withType(told.type())
        .withReason(told.reason())
        .withAction("Reconcile")
        .withNote(told.note())
        .withReportingController("kubezap.dev/operator")
        .withReportingInstance(instance)
        .withNewRegarding()
        .withApiVersion(session.getApiVersion())
        .withKind(session.getKind())
        .withNamespace(namespace)
        .withName(session.getMetadata().getName())
        .withUid(session.getMetadata().getUid())
        .endRegarding()
        .build();
  }
}

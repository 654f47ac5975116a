package dev.kubezap.operator.event;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jboss.logging.Logger;

/** Writes Events of the API group {@code events.k8s.io}, as {@code kubectl describe} shows them. */
public final class KubernetesEvents implements EventRecorder {

  private static final Logger LOG = Logger.getLogger(KubernetesEvents.class);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int LONGEST_NOTE = 1024;

  private final KubernetesClient client;
  private final Clock clock;
  private final String instance;

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
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withGenerateName(session.getMetadata().getName() + "-")
            .endMetadata()
            .withEventTime(new MicroTime(MICROS.format(clock.instant())))
            .withType(type)
            .withReason(reason)
            .withAction("Reconcile")
            .withNote(
                message.length() > LONGEST_NOTE ? message.substring(0, LONGEST_NOTE) : message)
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
    try {
      client.events().v1().events().inNamespace(namespace).resource(event).create();
    } catch (KubernetesClientException e) {
      LOG.warnf(
          "event %s of %s/%s was not written: %s",
          reason, namespace, session.getMetadata().getName(), e.getMessage());
    }
  }
}

package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.Kubezap;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import dev.kubezap.operator.command.Ledger;
import dev.kubezap.operator.status.StatusReport;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.Optional;

/** What became of requests, in the status of each resource. */
final class StatusLedgers implements LedgerStore {

  /** Pods report in between; each report is another version of the resource. */
  private static final int TRIES = 10;

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(Kubezap.OPERATOR_FIELD_MANAGER)
          .withForce(true)
          .build();

  private final KubernetesClient client;

  StatusLedgers(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Optional<Ledger> read(WhatsAppSession session) {
    return live(session).map(Ledger::of);
  }

  @Override
  public boolean write(WhatsAppSession session, Ledger before, Ledger next) {
    for (int i = 0; i < TRIES; i++) {
      Optional<WhatsAppSession> live = live(session);
      if (live.filter(found -> Ledger.of(found).equals(before)).isEmpty()) {
        return false;
      }
      if (written(live.get(), next)) {
        return true;
      }
    }
    return false;
  }

  private boolean written(WhatsAppSession live, Ledger next) {
    var patch = new WhatsAppSession();
    patch.getMetadata().setNamespace(live.getMetadata().getNamespace());
    patch.getMetadata().setName(live.getMetadata().getName());
    // Refused when anybody has written anything since it was read.
    patch.getMetadata().setResourceVersion(live.getMetadata().getResourceVersion());
    patch.setStatus(status(live, next));
    try {
      client.resource(patch).subresource("status").patch(APPLY);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  private static WhatsAppSessionStatus status(WhatsAppSession live, Ledger next) {
    return StatusReport.present(live)
        .map(own -> StatusReport.with(own, next.entries()))
        .orElseGet(() -> StatusReport.with(StatusReport.EMPTY, next.entries()));
  }

  private Optional<WhatsAppSession> live(WhatsAppSession session) {
    return Optional.ofNullable(
            client
                .resources(WhatsAppSession.class)
                .inNamespace(session.getMetadata().getNamespace())
                .withName(session.getMetadata().getName())
                .get())
        .filter(found -> found.getMetadata().getUid().equals(session.getMetadata().getUid()));
  }
}

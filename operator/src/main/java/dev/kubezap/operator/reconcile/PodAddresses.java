package dev.kubezap.operator.reconcile;

import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.observed.PodView;
import java.util.Optional;

/** Where a session's API is reached: at its Service, or where its pod says when that is trusted. */
final class PodAddresses {

  private final boolean trustAnnotation;

  PodAddresses(boolean trustAnnotation) {
    this.trustAnnotation = trustAnnotation;
  }

  String endpoint(SessionNames names, Optional<PodView> pod) {
    return pod.filter(view -> trustAnnotation).flatMap(PodView::address).orElseGet(names::endpoint);
  }
}

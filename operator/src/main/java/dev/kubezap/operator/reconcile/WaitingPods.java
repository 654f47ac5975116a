package dev.kubezap.operator.reconcile;

import dev.kubezap.operator.observed.LinkOffer;
import dev.kubezap.operator.pod.PodApi;
import dev.kubezap.operator.slots.Slots;
import java.time.Duration;
import java.util.Optional;

/** Calls to pods during which the reconciliation that makes them gives its place to others. */
record WaitingPods(PodApi pods, Slots slots) implements PodApi {

  @Override
  public Device device(Access access, Duration patience) {
    return slots.outside(() -> pods.device(access, patience));
  }

  @Override
  public Optional<LinkOffer> offer(Access access, Duration patience) {
    return slots.outside(() -> pods.offer(access, patience));
  }

  @Override
  public Answer logOut(Access access, Duration patience) {
    return slots.outside(() -> pods.logOut(access, patience));
  }

  @Override
  public Answer reconnect(Access access, Duration patience) {
    return slots.outside(() -> pods.reconnect(access, patience));
  }
}

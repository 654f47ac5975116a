package dev.kubezap.operator.reconcile;

import dev.kubezap.operator.observed.LinkOffer;
import dev.kubezap.operator.pod.PodApi;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what pods were asked for; answers as it is told. */
final class FakePods implements PodApi {

  final List<Access> logOuts = new CopyOnWriteArrayList<>();
  final List<Access> reconnects = new CopyOnWriteArrayList<>();
  volatile Device device = new Device.Linked(true);
  volatile Optional<LinkOffer> offer = Optional.empty();
  volatile Answer answer = new Answer.Done();

  @Override
  public Device device(Access access, Duration patience) {
    return device;
  }

  @Override
  public Optional<LinkOffer> offer(Access access, Duration patience) {
    return offer;
  }

  @Override
  public Answer logOut(Access access, Duration patience) {
    logOuts.add(access);
    return answer;
  }

  @Override
  public Answer reconnect(Access access, Duration patience) {
    reconnects.add(access);
    return answer;
  }

  void reset() {
    logOuts.clear();
    reconnects.clear();
    device = new Device.Linked(true);
    offer = Optional.empty();
    answer = new Answer.Done();
  }
}

package dev.kubezap.operator.reconcile;

import dev.kubezap.operator.pod.PodApi;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers who was asked to log out; answers as it is told. */
final class FakePods implements PodApi {

  record Call(URI endpoint, String apiKey) {}

  final List<Call> logOuts = new CopyOnWriteArrayList<>();
  volatile Answer answer = new Answer.Done();

  @Override
  public Answer logOut(URI endpoint, String apiKey) {
    logOuts.add(new Call(endpoint, apiKey));
    return answer;
  }
}

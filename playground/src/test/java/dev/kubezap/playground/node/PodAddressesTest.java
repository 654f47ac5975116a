package dev.kubezap.playground.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.playground.node.spec.PodAddress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PodAddressesTest {

  private final PodAddresses addresses = new PodAddresses("127.0.0.1", PodAddresses.MOST);

  @Test
  void everyPodHasAnAddressOfItsOwnUntilNoneIsLeft() {
    var given = IntStream.range(0, 254).mapToObj(number -> ip(pod("pod-" + number))).toList();
    assertThat(given).doesNotContain(Optional.empty()).doesNotHaveDuplicates();
    assertThat(ip(pod("one more"))).isEmpty();
    assertThat(ip(pod("pod-7"))).isEqualTo(given.get(7));

    addresses.release(pod("pod-7"));

    assertThat(ip(pod("one more"))).isEqualTo(given.get(7));
    assertThat(ip(pod("pod-7"))).isEmpty();
  }

  @Test
  void aPodKeepsTheAddressOfItsStatusUnlessAnotherHasIt() {
    assertThat(ip(reported("one", "192.0.2.9"))).contains("192.0.2.9");
    assertThat(ip(reported("two", "192.0.2.9"))).contains("192.0.2.1");
  }

  private Optional<String> ip(Pod pod) {
    return addresses.of(pod).map(PodAddress::podIp);
  }

  private static Pod pod(String uid) {
    return new PodBuilder().withNewMetadata().withUid(uid).endMetadata().build();
  }

  private static Pod reported(String uid, String address) {
    return new PodBuilder(pod(uid)).withNewStatus().withPodIP(address).endStatus().build();
  }
}

package dev.kubezap.pod.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers' URLs lead to the public Internet alone. */
class PublicAddressesTest {
  private static final PublicAddresses STRICT = new PublicAddresses(false);
  private static final PublicAddresses HERE_TOO = new PublicAddresses(true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "172.15.0.1",
        "172.32.0.1",
        "100.63.0.1",
        "100.128.0.1",
        "198.20.0.1",
        "223.255.255.255",
        "2606:4700::1111",
        "2001:4860:4860::8888",
        "64:ff9b::101:101"
      })
  void publicOnesAreAllowed(String address) throws Exception {
    assertThat(STRICT.test(InetAddress.getByName(address))).isTrue();
    assertThat(HERE_TOO.test(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "ff02::1",
        "2001:db8::1",
        "2001::1",
        "2002:a00:1::1",
        "64:ff9b::a00:1",
        "::ffff:10.0.0.1",
        "::10.0.0.1"
      })
  void othersAreNot(String address) throws Exception {
    assertThat(STRICT.test(InetAddress.getByName(address))).isFalse();
    assertThat(HERE_TOO.test(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"})
  void thisMachineIsWhenItIsSaidSo(String address) throws Exception {
    assertThat(STRICT.test(InetAddress.getByName(address))).isFalse();
    assertThat(HERE_TOO.test(InetAddress.getByName(address))).isTrue();
  }
}

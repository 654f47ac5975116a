package dev.kubezap.pod.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.kafka.clients.HostResolver;

/**
 * Resolves the names of brokers, those that other brokers tell of too, to the addresses that are
 * allowed; the library connects to these.
 */
final class KafkaHosts implements HostResolver {
  private final AddressPolicy addresses;
  private volatile boolean refused;

  KafkaHosts(AddressPolicy addresses) {
    this.addresses = addresses;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] allowed =
        Arrays.stream(InetAddress.getAllByName(host))
            .filter(addresses::allows)
            .toArray(InetAddress[]::new);
    if (allowed.length == 0) {
      refused = true;
      throw new UnknownHostException("no allowed address");
    }
    return allowed;
  }

  /** Whether a broker had no allowed address. */
  boolean haveRefused() {
    return refused;
  }
}

package dev.kubezap.whatsapp;

import java.time.Duration;
import java.util.List;

/** What became of the question where files are kept. */
public sealed interface MediaHosts {

  /**
   * There they are.
   *
   * @param hosts names, or {@code name:port}, to be tried in this order
   * @param auth shown with an upload; a secret
   * @param validFor after which one asks again
   */
  record Known(List<String> hosts, String auth, Duration validFor) implements MediaHosts {
    public Known {
      hosts = List.copyOf(hosts);
    }

    /** Hides the token. */
    @Override
    public String toString() {
      return "Known[" + hosts + "]";
    }
  }

  /** There is no connection to ask through. */
  record NotConnected() implements MediaHosts {}

  /**
   * The service said no.
   *
   * @param whatsappCode its code, 0 when its answer names no host
   * @param retryAfter when one may ask again
   */
  record Refused(int whatsappCode, Duration retryAfter) implements MediaHosts {}
}

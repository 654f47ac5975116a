package dev.kubezap.operator.pod;

import dev.kubezap.operator.observed.LinkOffer;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The calls that the operator makes to a session's pod. */
public interface PodApi {

  /**
   * Where a pod is reached.
   *
   * @param endpoint base URL of its API
   * @param apiKey the session's key
   */
  record Access(URI endpoint, String apiKey) {

    /** Hides the key. */
    @Override
    public String toString() {
      return "Access[" + endpoint + "]";
    }
  }

  /** What a pod says of its device. */
  sealed interface Device {
    /**
     * It is linked to an account.
     *
     * @param connected whether WhatsApp can be told something now
     */
    record Linked(boolean connected) implements Device {}

    /** It is not linked. */
    record Unlinked() implements Device {}

    /**
     * The pod did not say.
     *
     * @param why for people
     */
    record Unknown(String why) implements Device {}
  }

  /** How a call ended. */
  sealed interface Answer {
    /** The pod did it. */
    record Done() implements Answer {}

    /**
     * It did not work, and nothing was done.
     *
     * @param why for people, without secrets
     */
    record Failed(String why) implements Answer {}

    /**
     * It was asked, and nobody knows whether it was done: no answer came in time.
     *
     * @param why for people, without secrets
     */
    record Uncertain(String why) implements Answer {}
  }

  /** Asks whether the device is linked. */
  Device device(Access access, Duration patience);

  /** Asks for the QR or pairing code; empty when there is none, or no answer. */
  Optional<LinkOffer> offer(Access access, Duration patience);

  /** Unlinks the device. One that is not connected is forgotten without WhatsApp being told. */
  Answer logOut(Access access, Duration patience);

  /** Connects anew; in a phase that waits for a person, this is the decision to go on. */
  Answer reconnect(Access access, Duration patience);
}

package dev.kubezap.operator.pod;

import java.net.URI;

/** The calls that the operator makes to a session's pod. */
public interface PodApi {

  /** How a call ended. */
  sealed interface Answer {
    /** The pod did it. */
    record Done() implements Answer {}

    /** The pod says that there is nothing to do, or not now. */
    record Conflict() implements Answer {}

    /**
     * It did not work.
     *
     * @param why for people, without secrets
     */
    record Failed(String why) implements Answer {}
  }

  /**
   * Asks the pod to unlink its device from the account.
   *
   * @param endpoint base URL of the pod's API
   * @param apiKey the session's key
   */
  Answer logOut(URI endpoint, String apiKey);
}

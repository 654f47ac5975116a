package dev.kubezap.pod.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** The status of the session's own resource, on the API server. */
interface StatusApi {

  /** What the API server answered. */
  sealed interface Answer {
    /** The resource as it is now. */
    record Resource(ObjectNode document) implements Answer {}

    /**
     * It said no.
     *
     * @param status the HTTP status
     * @param message the API server's own words
     */
    record Refused(int status, String message) implements Answer {}
  }

  /** Reads the resource. */
  Answer read() throws IOException, InterruptedException;

  /** Applies a document under this pod's field manager, without force. */
  Answer apply(ObjectNode document) throws IOException, InterruptedException;
}

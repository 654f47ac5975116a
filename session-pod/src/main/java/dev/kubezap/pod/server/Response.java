package dev.kubezap.pod.server;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A whole answer.
 *
 * @param headers in their order, without those about the length of the body and the connection
 * @param body not to be changed after; empty for none
 */
@SuppressWarnings("ArrayRecordComponent")
public record Response(int status, Map<String, String> headers, byte[] body) {

  public Response {
    headers = new LinkedHashMap<>(headers);
  }

  /** Leaves out what it says. */
  @Override
  public String toString() {
    return "Response[" + status + ", " + body.length + " bytes]";
  }
}

package dev.kubezap.whatsapp.step;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.MediaHosts;
import dev.kubezap.whatsapp.content.MediaReference;

/** Where the bytes of a part of the phone's history are; deflated in both cases. */
public sealed interface HistoryFile {

  /** They came with its notification. */
  record Inline(ByteString deflated) implements HistoryFile {
    /** Hides them. */
    @Override
    public String toString() {
      return "Inline[" + deflated.size() + " bytes]";
    }
  }

  /** They are encrypted on the service's hosts. */
  record Remote(MediaReference reference, MediaHosts.Known hosts) implements HistoryFile {}
}

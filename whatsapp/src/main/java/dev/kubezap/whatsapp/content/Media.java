package dev.kubezap.whatsapp.content;

import com.google.protobuf.ByteString;
import java.util.Optional;

/** Content with a file. */
public interface Media extends Shown {

  /** The file. */
  MediaReference media();

  /** What the file is to the service. */
  MediaKind kind();

  /** The same content with another file, such as one that was uploaded meanwhile. */
  Composable with(MediaReference other);

  /** What stands below it. */
  Optional<String> caption();

  /** A small JPEG of it, empty when there is none. */
  ByteString thumbnail();

  /** Whether it may be looked at once only. */
  boolean viewOnce();
}

package dev.kubezap.whatsapp.engine;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.step.Effect;
import java.util.Optional;
import java.util.function.Consumer;

/** Gets files from the service's hosts, without keeping its caller waiting. */
interface FileFetcher {

  /**
   * Begins.
   *
   * @param whenDone called once, from any thread, with the plain bytes; without when there are none
   */
  void fetch(Effect.Download wanted, Consumer<Optional<ByteString>> whenDone);
}

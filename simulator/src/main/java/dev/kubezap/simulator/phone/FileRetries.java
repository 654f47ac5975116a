package dev.kubezap.simulator.phone;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Node;
import java.util.List;

/** Uploads files again that companions ask for. */
@FunctionalInterface
public interface FileRetries {
  /** A phone without files. */
  FileRetries NONE =
      (_, _) -> {
        throw new IllegalArgumentException("this phone has no files");
      };

  /**
   * The children of the notification that answers.
   *
   * @param message encoded
   * @param receipt that asks
   * @throws IllegalArgumentException when it cannot be answered
   */
  List<Node> answer(Bytes message, Node receipt);
}

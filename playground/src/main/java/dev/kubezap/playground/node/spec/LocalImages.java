package dev.kubezap.playground.node.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an image's entry point is on this machine.
 *
 * @param commands by the last part of the image's repository, such as {@code session-pod} for
 *     {@code kubezap/session-pod:1.0}; {@code {root}} in them is the container's folder
 */
public record LocalImages(Map<String, List<String>> commands) {

  /** Copies what it is given. */
  public LocalImages {
    commands = Map.copyOf(commands);
  }

  /** The command of an image; empty when this machine has none for it. */
  public Optional<List<String>> command(String image) {
    var last = image.substring(image.lastIndexOf('/') + 1);
    return Optional.ofNullable(commands.get(last.replaceFirst("[:@].*", "")));
  }
}

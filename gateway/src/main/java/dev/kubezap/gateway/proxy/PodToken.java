package dev.kubezap.gateway.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The token by which the gateway opens session pods. Kubernetes renews its file. */
public final class PodToken {

  private static final Logger LOG = Logger.getLogger(PodToken.class);

  private final Path file;
  private volatile Optional<String> token = Optional.empty();
  private boolean complained;

  /** Reads it for the first time. */
  public PodToken(Path file) {
    this.file = file;
    refresh();
  }

  /** As it was read last; empty while there is none. */
  public Optional<String> token() {
    return token;
  }

  /** Reads it anew. Called by one thread at a time. */
  public void refresh() {
    try {
      token = Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
      complained = false;
    } catch (IOException e) {
      // The one before counts until it expires.
      if (!complained) {
        LOG.warnf(
            "%s cannot be read: callers of the fleet cannot be let through to sessions without the"
                + " gateway's token.",
            file);
        complained = true;
      }
    }
  }
}

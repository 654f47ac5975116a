package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.login.VersionFetched;
import dev.kubezap.whatsapp.noise.ClientVersion;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Consumer;

/** Fetches the version on a thread of its own. */
final class BackgroundVersionFetcher implements VersionFetcher {
  private static final Logger LOG = System.getLogger(BackgroundVersionFetcher.class.getName());

  private final VersionSource source;

  BackgroundVersionFetcher(VersionSource source) {
    this.source = source;
  }

  @Override
  public void fetch(Consumer<VersionFetched> whenDone) {
    Thread.ofVirtual()
        .name("kubezap-version")
        .start(() -> whenDone.accept(new VersionFetched(version())));
  }

  private Optional<ClientVersion> version() {
    try {
      return source.fetch();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the current client version could not be fetched", e);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}

package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.login.VersionFetched;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/** Fetches the version on a thread of its own. */
final class BackgroundVersionFetcher implements VersionFetcher {
  private static final Logger LOG = System.getLogger(BackgroundVersionFetcher.class.getName());

  private final VersionSource source;

  BackgroundVersionFetcher(VersionSource source) {
    this.source = source;
  }

  @Override
  public void fetch(Consumer<VersionFetched.Result> whenDone) {
    Thread.ofVirtual().name("kubezap-version").start(() -> whenDone.accept(version()));
  }

  private VersionFetched.Result version() {
    try {
      return source
          .fetch()
          .<VersionFetched.Result>map(VersionFetched.Result.Found::new)
          .orElseGet(VersionFetched.Result.Unknown::new);
    } catch (IOException e) {
      LOG.log(
          Level.WARNING, "the current client version could not be fetched: {0}", e.getMessage());
      return new VersionFetched.Result.Failed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new VersionFetched.Result.Failed();
    }
  }
}

package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.login.VersionFetched;
import java.util.function.Consumer;

/** Asks for the current client version without making the session wait. */
@FunctionalInterface
interface VersionFetcher {

  /** Tells the result once, on any thread. */
  void fetch(Consumer<VersionFetched.Result> whenDone);
}

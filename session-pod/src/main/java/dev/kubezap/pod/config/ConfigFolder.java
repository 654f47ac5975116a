package dev.kubezap.pod.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The configuration folder and what it said last. A mounted Secret is replaced as a whole by
 * changing a link, which no file watch sees reliably, so the files are compared byte by byte each
 * time.
 */
public final class ConfigFolder {
  private static final Logger LOG = Logger.getLogger(ConfigFolder.class);
  private static final List<String> FILES =
      List.of(
          FolderReader.WEBHOOKS,
          FolderReader.API_KEYS,
          FolderReader.API_KEY,
          FolderReader.ACCOUNTS,
          FolderReader.BEHAVIOUR,
          FolderReader.LOGOUT_AT,
          FolderReader.API_KEY_OLD);

  private final Optional<Path> folder;
  private final List<Consumer<FolderContent>> listeners = new CopyOnWriteArrayList<>();
  private Map<String, byte[]> seen;
  private volatile FolderContent content;
  private volatile Optional<String> problem = Optional.empty();

  /**
   * Reads the folder for the first time.
   *
   * @throws ConfigurationException when it holds something that cannot be used
   */
  public ConfigFolder(Optional<Path> folder) {
    this.folder = folder;
    try {
      seen = files();
    } catch (IOException e) {
      throw new ConfigurationException(
          List.of("KUBEZAP_CONFIG_DIR names a folder that cannot be read: " + e.getMessage()));
    }
    content = FolderReader.read(seen);
  }

  /** What the folder says; while it says something that cannot be used, what it said before. */
  public FolderContent content() {
    return content;
  }

  /** Why the present files are not used, when they are not. */
  public Optional<String> problem() {
    return problem;
  }

  /** Calls a listener after every change that can be used. */
  public void onChange(Consumer<FolderContent> listener) {
    listeners.add(listener);
  }

  /**
   * Reads the folder anew and tells the listeners when it changed. Called by one thread at a time.
   */
  public void refresh() {
    try {
      Map<String, byte[]> now = files();
      if (same(now, seen)) {
        return;
      }
      seen = now;
      content = FolderReader.read(now);
      problem = Optional.empty();
      LOG.infof("The configuration folder changed: %d webhooks", content.webhooks().size());
      listeners.forEach(listener -> listener.accept(content));
    } catch (ConfigurationException e) {
      String what = String.join(" ", e.problems());
      problem = Optional.of(what);
      LOG.errorf("The configuration folder is not used until it is corrected: %s", what);
    } catch (IOException e) {
      problem = Optional.of("it cannot be read");
      LOG.errorf("The configuration folder cannot be read: %s", e.getMessage());
    }
  }

  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    if (folder.isEmpty()) {
      return files;
    }
    for (String name : FILES) {
      try {
        files.put(name, Files.readAllBytes(folder.get().resolve(name)));
      } catch (NoSuchFileException e) {
        LOG.tracef("The configuration folder has no %s", name);
      }
    }
    return files;
  }

  private static boolean same(Map<String, byte[]> a, Map<String, byte[]> b) {
    return a.keySet().equals(b.keySet())
        && a.keySet().stream().allMatch(name -> Arrays.equals(a.get(name), b.get(name)));
  }
}

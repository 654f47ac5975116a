package dev.kubezap.pod.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/** The Java agent as a file, and the folders by which tests and agents speak. */
public final class CrashAgent {
  private static final List<String> PARTS = List.of("Agent", "Plan", "Points", "Site");

  private final Path folder;
  private final Path jar;
  private final Map<String, byte[]> classes;
  private int orders;

  private CrashAgent(Path folder, Path jar, Map<String, byte[]> classes) {
    this.folder = folder;
    this.jar = jar;
    this.classes = classes;
  }

  /** Makes the agent's file in a folder. */
  public static CrashAgent in(Path folder) throws IOException {
    Path jar = Files.createDirectories(folder).resolve("agent.jar");
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Premain-Class", "dev.kubezap.pod.crash.agent.Agent");
    main.putValue("Can-Redefine-Classes", "true");
    // What was put into classes of the JDK must find its hooks.
    main.putValue("Boot-Class-Path", jar.getFileName().toString());
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      for (String part : PARTS) {
        String name = "dev/kubezap/pod/crash/agent/" + part + ".class";
        entries.putNextEntry(new JarEntry(name));
        try (InputStream in = ClassLoader.getSystemResourceAsStream(name)) {
          Objects.requireNonNull(in, name).transferTo(entries);
        }
      }
    }
    return new CrashAgent(folder, jar, WatchedClasses.rewritten());
  }

  /** An order for one process that only lists the places it passes. */
  public Order record() throws IOException {
    return order("none", "");
  }

  /** An order for one process to end at a place. */
  public Order haltAt(CrashPoint point) throws IOException {
    return order("halt", Pattern.quote(point.name()));
  }

  /**
   * An order for one process to stand still at a place, until it may go on.
   *
   * @param place a regular expression for the place's name
   */
  public Order holdAt(String place) throws IOException {
    return order("hold", place);
  }

  private synchronized Order order(String action, String place) throws IOException {
    Path own = Files.createDirectories(folder.resolve("order-" + ++orders));
    for (Map.Entry<String, byte[]> watched : classes.entrySet()) {
      Files.write(own.resolve(watched.getKey() + ".class"), watched.getValue());
    }
    Files.write(own.resolve("classes"), classes.keySet());
    Files.write(own.resolve("plan"), List.of(action, place));
    return new Order(jar, own);
  }

  /** What one process is told, and what it tells. */
  public record Order(Path jar, Path folder) {
    /** Variables for the process. */
    public Map<String, String> variables() {
      return Map.of("JAVA_TOOL_OPTIONS", "-javaagent:" + jar + "=" + folder);
    }

    /** The places that the process passed, in order. */
    public List<CrashPoint> passed() throws IOException {
      Path log = folder.resolve("log");
      return Files.exists(log)
          ? Files.readAllLines(log).stream().map(CrashPoint::new).toList()
          : List.of();
    }

    /** Whether the process came to its place. */
    public boolean reached() {
      return Files.exists(folder.resolve("reached"));
    }

    /** Lets a process that stands still go on. */
    public void release() throws IOException {
      Files.createFile(folder.resolve("go"));
    }

    /** Makes the process's wall clock wrong by this much. */
    public void shiftClock(long milliseconds) throws IOException {
      Path next = Files.writeString(folder.resolve("clock.new"), Long.toString(milliseconds));
      Files.move(next, folder.resolve("clock"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
  }
}

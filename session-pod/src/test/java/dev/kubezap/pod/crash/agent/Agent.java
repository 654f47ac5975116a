package dev.kubezap.pod.crash.agent;

import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the hooks of {@link Points} into the classes through which everything leaves a process. The
 * bytes of these classes were prepared by the test, since to rewrite them here would take longer
 * than the start of a pod.
 */
public final class Agent {
  private Agent() {}

  /**
   * Begins.
   *
   * @param folder of the plan, the prepared classes and the log
   */
  public static void premain(String folder, Instrumentation instrumentation)
      throws IOException, ClassNotFoundException, UnmodifiableClassException {
    Path here = Path.of(folder);
    Points.begin(Plan.read(here));
    List<String> names = Files.readAllLines(here.resolve("classes"));
    ClassDefinition[] definitions = new ClassDefinition[names.size()];
    for (int i = 0; i < definitions.length; i++) {
      String name = names.get(i);
      definitions[i] =
          new ClassDefinition(
              Class.forName(name, false, ClassLoader.getSystemClassLoader()),
              Files.readAllBytes(here.resolve(name + ".class")));
    }
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(Points.class.getModule()),
        Map.of(),
        Map.of(),
        Set.of(),
        Map.of());
    instrumentation.redefineClasses(definitions);
  }
}

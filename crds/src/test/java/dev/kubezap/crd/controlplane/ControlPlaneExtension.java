package dev.kubezap.crd.controlplane;

import dev.kubezap.crd.Kubezap;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one control plane per run, with the custom resources installed, as a parameter. */
public final class ControlPlaneExtension implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ControlPlane.class;
  }

  @Override
  public ControlPlane resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return plane(context);
  }

  /** For other extensions: the control plane of this run, started when it is not there. */
  public static ControlPlane plane(ExtensionContext context) {
    return Objects.requireNonNull(
            context
                .getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Running.class, ignored -> new Running(), Running.class))
        .plane;
  }

  private static final class Running implements AutoCloseable {
    private final ControlPlane plane;
    private final Thread atExit;

    Running() {
      plane = ControlPlane.start(folder());
      atExit = new Thread(plane::close);
      Runtime.getRuntime().addShutdownHook(atExit);
      Kubezap.DEFINITIONS.forEach(definition -> install(plane, definition));
      plane.startControllers();
    }

    private static Path folder() {
      try {
        return Files.createTempDirectory(
            Files.createDirectories(Path.of("target").toAbsolutePath()), "control-plane");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void install(ControlPlane plane, String file) {
      try (KubernetesClient client = plane.client();
          InputStream yaml =
              Objects.requireNonNull(ControlPlaneExtension.class.getResourceAsStream(file))) {
        var definition =
            client.getKubernetesSerialization().unmarshal(yaml, CustomResourceDefinition.class);
        client.resource(definition).create();
        client
            .resource(definition)
            .waitUntilCondition(
                Running::established, Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static boolean established(CustomResourceDefinition definition) {
      return definition != null
          && definition.getStatus() != null
          && definition.getStatus().getConditions() != null
          && definition.getStatus().getConditions().stream()
              .anyMatch(c -> "Established".equals(c.getType()) && "True".equals(c.getStatus()));
    }

    @Override
    public void close() {
      plane.close();
      Runtime.getRuntime().removeShutdownHook(atExit);
    }
  }
}

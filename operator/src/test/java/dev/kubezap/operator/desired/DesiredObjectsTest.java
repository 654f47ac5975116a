package dev.kubezap.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionClass;
import dev.kubezap.operator.observed.ReferenceResolver;
import dev.kubezap.operator.observed.References;
import dev.kubezap.operator.observed.Result;
import dev.kubezap.operator.sessionclass.EffectiveSpec;
import dev.kubezap.operator.settings.OperatorSettings;
import dev.kubezap.operator.settings.SettingsReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder under {@code desired} is a case: {@code in-*.yaml} is what the operator sees, {@code
 * out-*.yaml} what it wants. Run with {@code -Dkubezap.golden.update=true} to write the latter
 * anew, and look at the difference.
 */
class DesiredObjectsTest {

  private static final Path CASES = Path.of("src/test/resources/desired");
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  static List<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void objectsAreAsWritten(Path folder) throws IOException {
    Map<String, String> generated = new TreeMap<>();
    int number = 1;
    for (HasMetadata object : DesiredObjects.of(inputs(folder))) {
      String file =
          String.format(
              Locale.ROOT, "out-%d-%s.yaml", number++, object.getKind().toLowerCase(Locale.ROOT));
      generated.put(file, YAML.asYaml(readable(object)));
    }
    if (Boolean.getBoolean("kubezap.golden.update")) {
      for (String stale : committed(folder).keySet()) {
        Files.delete(folder.resolve(stale));
      }
      for (var entry : generated.entrySet()) {
        Files.writeString(folder.resolve(entry.getKey()), entry.getValue());
      }
    }
    assertThat(committed(folder)).containsExactlyInAnyOrderEntriesOf(generated);
  }

  private static SessionInputs inputs(Path folder) throws IOException {
    var session =
        YAML.unmarshal(Files.readString(folder.resolve("in-session.yaml")), WhatsAppSession.class);
    Path chosen = folder.resolve("in-class.yaml");
    EffectiveSpec effective =
        Files.exists(chosen)
            ? EffectiveSpec.of(
                session.getSpec(),
                YAML.unmarshal(Files.readString(chosen), WhatsAppSessionClass.class),
                Optional.empty())
            : EffectiveSpec.of(session.getSpec(), Optional.empty());
    var environment = new TreeMap<>(map(folder.resolve("in-environment.yaml")));
    environment.put("HOSTNAME", "operator-0");
    Map<String, Map<String, String>> secrets = secrets(folder.resolve("in-secrets.yaml"));
    OperatorSettings settings =
        SettingsReader.read(
            name -> Optional.ofNullable(environment.get(name)),
            "9.9.9",
            Optional.of("kubezap-system"));
    var resolver =
        new ReferenceResolver(
            name -> Optional.ofNullable(secrets.get(name)), name -> Optional.empty());
    var references =
        (Result.Found<References>) resolver.resolve(effective.spec(), settings.databaseLogin());
    return new SessionInputs(
        session,
        effective,
        references.value(),
        settings.podDefaults(),
        !session.getSpec().suspend(),
        new SessionKeys("YXBpLWtleQ==", "ZGF0YS1rZXk=", "cGFzc3dvcmQ="),
        "kubezap_session_42");
  }

  private static Map<String, String> map(Path file) throws IOException {
    return YAML.unmarshal(Files.newInputStream(file), new TypeReference<Map<String, String>>() {});
  }

  private static Map<String, Map<String, String>> secrets(Path file) throws IOException {
    return Files.exists(file)
        ? YAML.unmarshal(
            Files.newInputStream(file), new TypeReference<Map<String, Map<String, String>>>() {})
        : Map.of();
  }

  /** Secrets as text, so that a change can be reviewed. */
  private static HasMetadata readable(HasMetadata object) {
    if (object instanceof Secret secret) {
      Map<String, String> text =
          secret.getData().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey,
                      e ->
                          new String(
                              Base64.getDecoder().decode(e.getValue()), StandardCharsets.UTF_8)));
      return new SecretBuilder(secret)
          .withData(Map.of())
          .withStringData(new TreeMap<>(text))
          .build();
    }
    return object;
  }

  private static Map<String, String> committed(Path folder) throws IOException {
    var files = new TreeMap<String, String>();
    try (Stream<Path> list = Files.list(folder)) {
      for (Path file :
          list.filter(path -> path.getFileName().toString().startsWith("out-")).toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }
}

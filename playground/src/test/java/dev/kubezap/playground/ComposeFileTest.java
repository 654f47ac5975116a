package dev.kubezap.playground;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Compose file for one host starts what the images are, with variables that they take. */
class ComposeFileTest {

  private static final Path FILE = Path.of("../docs/one-host/compose.yaml");
  private static final Path IMAGES = Path.of("../images/pom.xml");
  private static final Path VARIABLES = Path.of("../session-pod/README.md");
  private static final Pattern IMAGE_BLOCK =
      Pattern.compile("(?s)<image>kubezap/session-pod:.*?</container>");

  private JsonNode compose;

  @BeforeEach
  void read() throws Exception {
    Map<?, ?> document = Serialization.unmarshal(Files.readString(FILE), Map.class);
    compose = merged(new ObjectMapper().valueToTree(document));
  }

  @Test
  void sessionsRunTheSessionPodsImageAsItIs() throws Exception {
    var version =
        Pattern.compile("<version>(.*?)</version>")
            .matcher(Files.readString(Path.of("../pom.xml")))
            .results()
            .map(found -> found.group(1))
            .filter(one -> one.contains("SNAPSHOT") || one.matches("[0-9]+[.][0-9]+[.][0-9]+"))
            .findFirst()
            .orElseThrow();
    var definition =
        IMAGE_BLOCK.matcher(Files.readString(IMAGES)).results().findFirst().orElseThrow().group();
    assertThat(sessions()).isNotEmpty();
    for (var name : sessions()) {
      var session = service(name);
      assertThat(session.path("image").asText())
          .isEqualTo("kubezap/session-pod:${KUBEZAP_VERSION:-" + version + "}");
      assertThat(session.has("command") || session.has("entrypoint") || session.has("user"))
          .as("the image's own command and user")
          .isFalse();
      assertThat(session.path("read_only").asBoolean()).isTrue();
      assertThat(texts(session.path("tmpfs"))).containsExactly("/tmp");
      for (var port : texts(session.path("ports"))) {
        var inside = port.substring(port.lastIndexOf(':') + 1);
        assertThat(port).startsWith("127.0.0.1:");
        assertThat(definition).contains("<port>" + inside + "</port>");
      }
    }
  }

  @Test
  void sessionsAreToldByVariablesThatTheyTake() throws Exception {
    var known = Files.readString(VARIABLES);
    for (var name : sessions()) {
      var environment = service(name).path("environment");
      assertThat(environment.path("KUBEZAP_SESSION_NAME").asText()).isEqualTo(name);
      environment
          .fieldNames()
          .forEachRemaining(
              variable -> assertThat(known).contains("`" + variable.replaceFirst("_FILE$", "")));
      var password = environment.path("KUBEZAP_DATABASE_PASSWORD_FILE").asText();
      assertThat(password)
          .isEqualTo("/run/secrets/" + texts(service(name).path("secrets")).getFirst());
      assertThat(environment.path("KUBEZAP_DATABASE_URL").asText())
          .isEqualTo(
              "jdbc:postgresql://postgres:5432/"
                  + service("postgres").at("/environment/POSTGRES_DB").asText());
      assertThat(environment.path("KUBEZAP_DATABASE_USER"))
          .isEqualTo(service("postgres").at("/environment/POSTGRES_USER"));
    }
    assertThat(service("postgres").at("/environment/POSTGRES_PASSWORD_FILE").asText())
        .isEqualTo("/run/secrets/database-password");
    assertThat(compose.at("/secrets/database-password/environment").asText())
        .isEqualTo("DATABASE_PASSWORD");
  }

  /** A volume with a name outlives {@code down}; one that two sessions share would mix them up. */
  @Test
  void everySessionHasANamedVolumeOfItsOwnThatIsTheUsersOfTheImage() throws Exception {
    var volumes = new TreeSet<String>();
    compose.path("volumes").fieldNames().forEachRemaining(volumes::add);
    var used = new TreeSet<>(Set.of("postgres"));
    for (var name : sessions()) {
      var data = service(name).at("/environment/KUBEZAP_DATA_DIR").asText();
      assertThat(texts(service(name).path("volumes"))).containsExactly(name + ":" + data);
      assertThat(texts(service("owner").path("volumes"))).contains(name + ":/volumes/" + name);
      assertThat(texts(service("owner").path("entrypoint"))).contains("/volumes/" + name);
      assertThat(service(name).at("/depends_on/owner/condition").asText())
          .isEqualTo("service_completed_successfully");
      used.add(name);
    }
    assertThat(volumes).isEqualTo(used);
    assertThat(Files.readString(IMAGES))
        .contains("<user>" + texts(service("owner").path("entrypoint")).get(1) + "</user>");
    assertThat(texts(service("postgres").path("volumes")))
        .containsExactly("postgres:/var/lib/postgresql");
  }

  @Test
  void noTwoSessionsHaveOnePort() {
    var ports =
        sessions().stream().flatMap(name -> texts(service(name).path("ports")).stream()).toList();
    assertThat(ports).doesNotHaveDuplicates().hasSameSizeAs(sessions());
  }

  private List<String> sessions() {
    return compose.path("services").properties().stream()
        .filter(service -> service.getValue().at("/environment/KUBEZAP_SESSION_NAME").isTextual())
        .map(Map.Entry::getKey)
        .toList();
  }

  private JsonNode service(String name) {
    return compose.path("services").path(name);
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }

  /** With what {@code <<} stands for, which not every reader of YAML puts in its place. */
  private static JsonNode merged(JsonNode node) {
    if (node instanceof com.fasterxml.jackson.databind.node.ObjectNode object) {
      var base = object.remove("<<");
      object.properties().forEach(field -> field.setValue(merged(field.getValue())));
      if (base != null) {
        for (var field : merged(base).properties()) {
          if (!object.has(field.getKey())) {
            object.set(field.getKey(), field.getValue());
          }
        }
      }
    }
    return node;
  }
}

package dev.kubezap.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.controlplane.ControlPlaneExtension;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.access.Grant;
import dev.kubezap.gateway.access.KeyDigest;
import dev.kubezap.gateway.access.Scope;
import dev.kubezap.gateway.api.Data;
import dev.kubezap.gateway.api.RandomTexts;
import dev.kubezap.gateway.api.Request;
import dev.kubezap.gateway.api.Sessions;
import dev.kubezap.gateway.api.Wait;
import dev.kubezap.gateway.fleet.Fleet;
import dev.kubezap.gateway.fleet.FleetWatch;
import dev.kubezap.gateway.fleet.SessionWriter;
import dev.kubezap.gateway.name.SessionId;
import dev.kubezap.gateway.problem.ProblemException;
import dev.kubezap.gateway.session.SessionDocument;
import dev.kubezap.gateway.session.SessionRequest;
import dev.kubezap.gateway.session.SessionResource;
import dev.kubezap.gateway.settings.SettingsReader;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway's work at a real API server, with exactly the rights that are written for it. */
@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
@Timeout(180)
class RightsTest {

  private static final String NAME = "kubezap-gateway";
  private static final Caller FLEET =
      Caller.ofFleet("key:test", List.of(Grant.everywhere(Set.of(Scope.ADMIN))));
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final Watcher<WhatsAppSession> NOBODY =
      new Watcher<>() {
        @Override
        public void eventReceived(Action action, WhatsAppSession session) {}

        @Override
        public void onClose(WatcherException cause) {}
      };

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final ControlPlane plane;
  private final KubernetesClient administrator;
  private final String namespace;
  private ClusterRole rights;

  RightsTest(ControlPlane plane) throws Exception {
    this.plane = plane;
    administrator = plane.client();
    opened.add(administrator);
    namespace = "gateway-" + Long.toString(System.nanoTime(), 36);
    rights =
        administrator
            .getKubernetesSerialization()
            .unmarshal(Files.readString(Path.of("kubernetes/rights.yaml")), ClusterRole.class);
  }

  @BeforeEach
  void begin() {
    administrator
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    administrator
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(NAME)
                .endMetadata()
                .build())
        .create();
    rights.getMetadata().setName(namespace);
    administrator.resource(rights).create();
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void allOfItsWorkIsAllowed(boolean everywhere) throws Exception {
    bind(everywhere);
    var fleet = new Fleet();
    Sessions sessions = sessions(fleet, everywhere);
    Sessions.Made made =
        sessions.create(
            FLEET,
            request(
                """
                {"displayName": "Süd-Support", "metadata": {"tenant": "42"}, "phoneNumber": "+4915112345678",
                 "webhooks": [{"url": "https://shop.example/hooks", "events": ["message.received"]}]}
                """),
            Wait.CREATED,
            SHORT);
    var id = new SessionId(namespace, "sud-support");
    assertThat(made.document().id()).isEqualTo(id.toString());
    assertThat(fleet.get(id)).isPresent();
    sessions.change(FLEET, id, request("{\"displayName\": \"New\", \"metadata\": {\"a\": \"b\"}}"));
    await()
        .until(() -> "New".equals(SessionDocument.of(fleet.get(id).orElseThrow()).displayName()));
    for (Request request : Request.values()) {
      sessions.ask(FLEET, id, request, Wait.CREATED, SHORT);
    }
    sessions.suspend(FLEET, id, true, Wait.CREATED, SHORT);
    assertThat(resource(id).getSpec().suspend()).isTrue();
    assertThat(resource(id).getMetadata().getAnnotations()).containsKey("kubezap.dev/restart");
    assertThat(sessions.replaceKey(FLEET, id)).startsWith("kubezap_");
    sessions.delete(FLEET, id, Optional.of(Data.ERASE));
    await().until(() -> fleet.get(id).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"phoneNumber": "12"}                         | 422 | phoneNumber
          {"webhooks": [{"url": "ftp://x"}]}            | 422 | webhooks[0].url
          {"name": "twice"}                             | 409 |
          {"namespace": "there-is-none"}                | 422 | namespace
          """)
  void whatTheApiServerRefusesIsTold(String body, int status, String field) throws Exception {
    bind(true);
    var fleet = new Fleet();
    Sessions sessions = sessions(fleet, true);
    sessions.create(FLEET, request("{\"name\": \"twice\"}"), Wait.CREATED, SHORT);
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> sessions.create(FLEET, request(body), Wait.CREATED, SHORT));
    assertThat(refused.problem().status()).isEqualTo(status);
    assertThat(refused.problem().errors())
        .extracting(error -> error.field())
        .isEqualTo(field == null ? List.of() : List.of(field));
  }

  @Test
  void nothingElseIsAllowed() {
    bind(true);
    KubernetesClient own = own();
    await().ignoreExceptions().until(() -> readable(own));
    assertForbidden(() -> own.secrets().inNamespace(namespace).list());
    assertForbidden(() -> own.pods().inNamespace(namespace).list());
    assertForbidden(() -> own.namespaces().list());
    assertForbidden(
        () -> own.configMaps().inNamespace(namespace).withName("kube-root-ca.crt").get());
    WhatsAppSession session =
        administrator.resource(SessionsOf.session(namespace, "status")).create();
    assertForbidden(() -> own.resource(session).updateStatus());
    assertForbidden(() -> own.resource(session).update());
  }

  /** A verb without which everything goes on is one too many. */
  @ParameterizedTest
  @ValueSource(strings = {"get", "list", "watch", "create", "patch", "delete"})
  void everyVerbIsNeeded(String verb) {
    assertThat(rights.getRules()).hasSize(1);
    List<String> verbs = rights.getRules().getFirst().getVerbs();
    assertThat(verbs)
        .containsExactlyInAnyOrder("get", "list", "watch", "create", "patch", "delete");
    bind(true);
    KubernetesClient own = own();
    administrator.resource(SessionsOf.session(namespace, "s")).create();
    var id = new SessionId(namespace, "s");
    var writer = new SessionWriter(own);
    ObjectNode other =
        SessionResource.create(
            new SessionId(namespace, "other"), SessionRequest.EMPTY, KeyDigest.of("other"));
    Runnable work =
        switch (verb) {
          case "get" -> () -> writer.read(id);
          case "create" -> () -> writer.create(new SessionId(namespace, "other"), other);
          case "patch" ->
              () -> writer.patch(id, SessionResource.change(resource(id), SessionRequest.EMPTY));
          case "delete" -> () -> writer.delete(new SessionId(namespace, "absent"));
          case "list" -> () -> readable(own);
          default ->
              () -> own.resources(WhatsAppSession.class).inAnyNamespace().watch(NOBODY).close();
        };
    await().ignoreExceptions().until(() -> readable(own));
    work.run();
    verbs.remove(verb);
    administrator.resource(rights).update();
    await().untilAsserted(() -> assertForbidden(work));
    if (!verb.equals("list")) {
      assertThat(readable(own)).isTrue();
    }
  }

  private static void assertForbidden(Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo(403));
  }

  private static boolean readable(KubernetesClient client) {
    return client.resources(WhatsAppSession.class).inAnyNamespace().list().getItems() != null;
  }

  private void bind(boolean everywhere) {
    if (everywhere) {
      administrator
          .resource(
              new ClusterRoleBindingBuilder()
                  .withNewMetadata()
                  .withName(namespace)
                  .endMetadata()
                  .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", namespace)
                  .addNewSubject(null, "ServiceAccount", NAME, namespace)
                  .build())
          .create();
    } else {
      administrator
          .resource(
              new RoleBindingBuilder()
                  .withNewMetadata()
                  .withNamespace(namespace)
                  .withName(namespace)
                  .endMetadata()
                  .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", namespace)
                  .addNewSubject(null, "ServiceAccount", NAME, namespace)
                  .build())
          .create();
    }
  }

  private Sessions sessions(Fleet fleet, boolean everywhere) {
    KubernetesClient own = own();
    var watch = new FleetWatch(own, everywhere ? Set.of() : Set.of(namespace), fleet);
    opened.add(watch);
    await().atMost(Duration.ofSeconds(30)).until(watch::filled);
    var variables = Map.of("KUBEZAP_DEFAULT_NAMESPACE", namespace);
    return new Sessions(
        SettingsReader.read(name -> Optional.ofNullable(variables.get(name)), Optional.empty()),
        fleet,
        new SessionWriter(own),
        new RandomTexts(new SecureRandom()));
  }

  private KubernetesClient own() {
    String token =
        administrator
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(NAME)
            .tokenRequest()
            .getStatus()
            .getToken();
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(plane.config()).withOauthToken(token).build())
            .build();
    opened.add(client);
    return client;
  }

  private WhatsAppSession resource(SessionId id) {
    return administrator
        .resources(WhatsAppSession.class)
        .inNamespace(id.namespace())
        .withName(id.name())
        .get();
  }

  private static SessionRequest request(String body) throws Exception {
    return JsonMapper.builder().build().readValue(body, SessionRequest.class);
  }
}

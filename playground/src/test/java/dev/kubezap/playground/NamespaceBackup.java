package dev.kubezap.playground;

import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/** What docs/backup.md says that is kept of a namespace with one session, and how it comes back. */
final class NamespaceBackup {

  private static final Path PAGE = Path.of("../docs/backup.md");

  private final KubernetesClient client;
  private final String namespace;
  private final DatabaseCopy database;
  private final Path volume;
  private final Path folder;
  private final PersistentVolumeClaim claim;
  private final List<Secret> secrets;
  private final List<WhatsAppSession> sessions;

  private NamespaceBackup(KubernetesClient client, String namespace, LeftRunning playground)
      throws Exception {
    this.client = client;
    this.namespace = namespace;
    database = DatabaseCopy.of(playground.databaseUrl(), playground.superuserPassword());
    claim = client.persistentVolumeClaims().inNamespace(namespace).list().getItems().getFirst();
    folder = folder(claim);
    volume = playground.data().resolve("volume-backup");
    copy(folder, volume);
    secrets =
        client.secrets().inNamespace(namespace).list().getItems().stream()
            .filter(secret -> secret.getMetadata().getOwnerReferences().isEmpty())
            .toList();
    sessions = client.resources(WhatsAppSession.class).inNamespace(namespace).list().getItems();
  }

  /** Takes one while everything runs: database, volume, Secrets, resources. */
  static NamespaceBackup of(KubernetesClient client, String namespace, LeftRunning playground)
      throws Exception {
    return new NamespaceBackup(client, namespace, playground);
  }

  /** Where the volume was. */
  Path folder() {
    return folder;
  }

  /** Brings all of it back; the resources, at which the operator begins, at the end. */
  void restore() throws Exception {
    database.restore();
    database.execute(statement());
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    for (var secret : secrets) {
      client.resource(fresh(secret)).create();
    }
    var again = fresh(claim);
    again.getSpec().setVolumeName(null);
    again
        .getMetadata()
        .getAnnotations()
        .keySet()
        .removeIf(name -> name.matches("(volume.*|pv)\\.kubernetes\\.io/.*"));
    again.setStatus(null);
    client.resource(again).create();
    await("the claim has a volume")
        .atMost(Duration.ofMinutes(1))
        .until(() -> "Bound".equals(client.resource(again).get().getStatus().getPhase()));
    copy(volume, folder(client.resource(again).get()));
    for (var session : sessions) {
      var resource = fresh(session);
      resource.setStatus(null);
      client.resource(resource).create();
    }
  }

  /** The statement as the page has it. */
  private static String statement() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("UPDATE kubezap.lease "))
        .findFirst()
        .orElseThrow();
  }

  private static <T extends HasMetadata> T fresh(T object) {
    var metadata = object.getMetadata();
    metadata.setUid(null);
    metadata.setResourceVersion(null);
    metadata.setCreationTimestamp(null);
    metadata.setManagedFields(List.of());
    metadata.setFinalizers(List.of());
    return object;
  }

  private Path folder(PersistentVolumeClaim bound) {
    return Path.of(
        client
            .persistentVolumes()
            .withName(bound.getSpec().getVolumeName())
            .get()
            .getSpec()
            .getHostPath()
            .getPath());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var paths = Files.walk(from)) {
      for (var path : paths.toList()) {
        var target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}

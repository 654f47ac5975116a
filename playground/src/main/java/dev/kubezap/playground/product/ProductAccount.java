package dev.kubezap.playground.product;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/** A part's ServiceAccount with exactly the rights that are written for it. */
public final class ProductAccount {

  /** The namespace of all of them. */
  public static final String NAMESPACE = "kubezap-system";

  static final String GATEWAY = "kubezap-gateway";
  private static final Duration TOKEN_LIFE = Duration.ofDays(365);
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("kubezap-playground")
          .withForce(true)
          .build();

  private static final String SESSIONS = "kubezap";

  private final KubernetesClient client;
  private final String name;
  private final List<Path> rights;

  private ProductAccount(KubernetesClient client, String name, List<Path> rights) {
    this.client = client;
    this.name = name;
    this.rights = rights;
  }

  /** The operator's, through a client that may give rights. */
  public static ProductAccount operator(KubernetesClient client, SourceTree tree) {
    return new ProductAccount(client, "kubezap-operator", tree.operatorRights());
  }

  /** The gateway's, through a client that may give rights. */
  public static ProductAccount gateway(KubernetesClient client, SourceTree tree) {
    return new ProductAccount(client, GATEWAY, tree.gatewayRights());
  }

  /**
   * Makes the account and writes a kubeconfig for it.
   *
   * @param administrator the kubeconfig whose server the new one names
   * @return the new file
   */
  public Path kubeconfig(Path administrator, Path folder) throws IOException {
    apply(new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build());
    apply(
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(NAMESPACE)
            .endMetadata()
            .build());
    for (Path file : rights) {
      permit(file);
    }
    return write(
        administrator, Files.createDirectories(folder).resolve("kubeconfig"), token(List.of()));
  }

  /**
   * Writes a token by which the account opens sessions.
   *
   * @return its file
   */
  public Path sessionToken(Path folder) throws IOException {
    return secret(folder.resolve("session-token"), token(List.of(SESSIONS)));
  }

  private void permit(Path file) throws IOException {
    var role =
        client.getKubernetesSerialization().unmarshal(Files.readString(file), ClusterRole.class);
    String roleName = role.getMetadata().getName();
    apply(role);
    apply(
        new ClusterRoleBindingBuilder()
            .withNewMetadata()
            .withName(roleName)
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", roleName)
            .addNewSubject(null, "ServiceAccount", name, NAMESPACE)
            .build());
  }

  private void apply(HasMetadata object) {
    client.resource(object).patch(APPLY);
  }

  private String token(List<String> audiences) {
    return client
        .serviceAccounts()
        .inNamespace(NAMESPACE)
        .withName(name)
        .tokenRequest(
            new TokenRequestBuilder()
                .withNewSpec()
                .withAudiences(audiences)
                .withExpirationSeconds(TOKEN_LIFE.toSeconds())
                .endSpec()
                .build())
        .getStatus()
        .getToken();
  }

  private static Path write(Path administrator, Path file, String token) throws IOException {
    var config =
        Serialization.unmarshal(
            Files.readString(administrator), io.fabric8.kubernetes.api.model.Config.class);
    for (var user : config.getUsers()) {
      var login = new io.fabric8.kubernetes.api.model.AuthInfo();
      login.setToken(token);
      user.setUser(login);
    }
    return secret(file, Serialization.asYaml(config));
  }

  /** A file that its owner alone may read. */
  static Path secret(Path file, String content) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, content, StandardOpenOption.WRITE);
    return file;
  }
}

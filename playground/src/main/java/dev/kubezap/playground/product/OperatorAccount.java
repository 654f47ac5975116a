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

/** The operator's ServiceAccount with exactly the rights that are written for it. */
public final class OperatorAccount {

  private static final String NAMESPACE = "kubezap-system";
  private static final String NAME = "kubezap-operator";
  private static final Duration TOKEN_LIFE = Duration.ofDays(365);
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("kubezap-playground")
          .withForce(true)
          .build();

  private final KubernetesClient client;

  /** Through a client that may give rights. */
  public OperatorAccount(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Makes the account and writes a kubeconfig for it.
   *
   * @param administrator the kubeconfig whose server the new one names
   * @return the new file
   */
  public Path kubeconfig(SourceTree tree, Path administrator, Path folder) throws IOException {
    apply(new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build());
    apply(
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withName(NAME)
            .withNamespace(NAMESPACE)
            .endMetadata()
            .build());
    var role =
        client
            .getKubernetesSerialization()
            .unmarshal(Files.readString(tree.operatorRights()), ClusterRole.class);
    apply(role);
    apply(
        new ClusterRoleBindingBuilder()
            .withNewMetadata()
            .withName(NAME)
            .endMetadata()
            .withNewRoleRef(
                "rbac.authorization.k8s.io", "ClusterRole", role.getMetadata().getName())
            .addNewSubject(null, "ServiceAccount", NAME, NAMESPACE)
            .build());
    return write(administrator, Files.createDirectories(folder).resolve("kubeconfig"), token());
  }

  private void apply(HasMetadata object) {
    client.resource(object).patch(APPLY);
  }

  private String token() {
    return client
        .serviceAccounts()
        .inNamespace(NAMESPACE)
        .withName(NAME)
        .tokenRequest(
            new TokenRequestBuilder()
                .withNewSpec()
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
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, Serialization.asYaml(config), StandardOpenOption.WRITE);
    return file;
  }
}

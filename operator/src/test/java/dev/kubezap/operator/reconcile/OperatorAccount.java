package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.controlplane.ControlPlane;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The operator's own account, with exactly the rights that are written for it. */
final class OperatorAccount {

  private static final Path RIGHTS = Path.of("kubernetes/rights.yaml");
  private static final Path CLASS_RIGHTS = Path.of("kubernetes/class-rights.yaml");
  private static final Path LEASE_RIGHTS = Path.of("kubernetes/lease-rights.yaml");
  private static final Path API_SERVER_RIGHTS = Path.of("kubernetes/api-server-rights.yaml");
  private static final String NAME = "kubezap-operator";
  private static final String NAMESPACED = "kubezap-operator-namespaced";
  private static final Path NAMESPACE_RIGHTS = Path.of("kubernetes/namespace-rights.yaml");
  static final String NAMESPACE = "default";

  private OperatorAccount() {}

  /** A client that may do what the operator may; the caller closes it. */
  static KubernetesClient client(ControlPlane plane, KubernetesClient administrator) {
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder(plane.config()).withOauthToken(token(administrator)).build())
        .build();
  }

  /**
   * A client that may do what the operator may where it has a RoleBinding in each namespace; the
   * caller closes it.
   */
  static KubernetesClient namespacedClient(ControlPlane plane, KubernetesClient administrator) {
    permitEverywhere(administrator, CLASS_RIGHTS, NAMESPACED);
    permitEverywhere(administrator, NAMESPACE_RIGHTS, NAMESPACED);
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(plane.config())
                .withOauthToken(made(administrator, NAMESPACED))
                .build())
        .build();
  }

  /** Binds the rights of sessions to the account of {@link #namespacedClient} in one namespace. */
  static void permitIn(KubernetesClient administrator, String namespace) {
    var role = read(administrator, RIGHTS, ClusterRole.class);
    administrator
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(NAMESPACED)
                .endMetadata()
                .withRules(role.getRules())
                .build())
        .serverSideApply();
    bind(administrator, namespace, NAMESPACED, NAMESPACED);
  }

  /** A token of the account, which is made when it is not there. */
  static String token(KubernetesClient administrator) {
    permitEverywhere(administrator, RIGHTS, NAME);
    permitEverywhere(administrator, CLASS_RIGHTS, NAME);
    String token = made(administrator, NAME);
    permit(administrator, API_SERVER_RIGHTS);
    return token;
  }

  private static String made(KubernetesClient administrator, String name) {
    ServiceAccount account =
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withNamespace(NAMESPACE)
            .withName(name)
            .endMetadata()
            .build();
    administrator.resource(account).serverSideApply();
    return administrator
        .serviceAccounts()
        .inNamespace(NAMESPACE)
        .withName(name)
        .tokenRequest()
        .getStatus()
        .getToken();
  }

  /** Lets the account take part in choosing a leader by a Lease in its namespace. */
  static void permitLease(KubernetesClient administrator) {
    permit(administrator, LEASE_RIGHTS);
  }

  private static void permitEverywhere(
      KubernetesClient administrator, Path rights, String account) {
    var role = read(administrator, rights, ClusterRole.class);
    String name = role.getMetadata().getName();
    administrator.resource(role).serverSideApply();
    administrator
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(name + "-to-" + account)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", name)
                .addNewSubject(null, "ServiceAccount", account, NAMESPACE)
                .build())
        .serverSideApply();
  }

  private static void permit(KubernetesClient administrator, Path rights) {
    var role = read(administrator, rights, Role.class);
    String name = role.getMetadata().getName();
    role.getMetadata().setNamespace(NAMESPACE);
    administrator.resource(role).serverSideApply();
    bind(administrator, NAMESPACE, name, NAME);
  }

  private static void bind(
      KubernetesClient administrator, String namespace, String role, String account) {
    administrator
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(role)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", role)
                .addNewSubject(null, "ServiceAccount", account, NAMESPACE)
                .build())
        .serverSideApply();
  }

  private static <T> T read(KubernetesClient client, Path file, Class<T> type) {
    try {
      return client.getKubernetesSerialization().unmarshal(Files.readString(file), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

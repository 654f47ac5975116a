package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.controlplane.ControlPlane;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
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
  private static final String NAME = "kubezap-operator";
  private static final String NAMESPACE = "default";

  private OperatorAccount() {}

  /** A client that may do what the operator may; the caller closes it. */
  static KubernetesClient client(ControlPlane plane, KubernetesClient administrator) {
    ClusterRole role = rights(administrator);
    ServiceAccount account =
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withNamespace(NAMESPACE)
            .withName(NAME)
            .endMetadata()
            .build();
    var binding =
        new ClusterRoleBindingBuilder()
            .withNewMetadata()
            .withName(NAME)
            .endMetadata()
            .withNewRoleRef(
                "rbac.authorization.k8s.io", "ClusterRole", role.getMetadata().getName())
            .addNewSubject(null, "ServiceAccount", NAME, NAMESPACE)
            .build();
    administrator.resource(role).serverSideApply();
    administrator.resource(account).serverSideApply();
    administrator.resource(binding).serverSideApply();
    String token =
        administrator
            .serviceAccounts()
            .inNamespace(NAMESPACE)
            .withName(NAME)
            .tokenRequest()
            .getStatus()
            .getToken();
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder(plane.config()).withOauthToken(token).build())
        .build();
  }

  private static ClusterRole rights(KubernetesClient client) {
    try {
      return client
          .getKubernetesSerialization()
          .unmarshal(Files.readString(RIGHTS), ClusterRole.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

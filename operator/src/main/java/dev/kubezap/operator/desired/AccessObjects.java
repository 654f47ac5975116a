package dev.kubezap.operator.desired;

import dev.kubezap.crd.Kubezap;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;

/**
 * Who the pod is to the API server: an account that may read its own resource and write that one's
 * status, nothing else.
 */
final class AccessObjects {

  private AccessObjects() {}

  static ServiceAccount serviceAccount(SessionInputs inputs) {
    return new ServiceAccountBuilder()
        .withMetadata(ObjectMetadata.owned(inputs.session(), inputs.names().object()))
        .withAutomountServiceAccountToken(false) // the pod asks for it by itself
        .build();
  }

  static Role role(SessionInputs inputs) {
    return new RoleBuilder()
        .withMetadata(ObjectMetadata.owned(inputs.session(), inputs.names().object()))
        .addNewRule()
        .withApiGroups(Kubezap.GROUP)
        .withResources("whatsappsessions")
        .withResourceNames(inputs.names().session())
        .withVerbs("get")
        .endRule()
        .addNewRule()
        .withApiGroups(Kubezap.GROUP)
        .withResources("whatsappsessions/status")
        .withResourceNames(inputs.names().session())
        .withVerbs("get", "patch")
        .endRule()
        .build();
  }

  static RoleBinding roleBinding(SessionInputs inputs) {
    return new RoleBindingBuilder()
        .withMetadata(ObjectMetadata.owned(inputs.session(), inputs.names().object()))
        .withNewRoleRef("rbac.authorization.k8s.io", "Role", inputs.names().object())
        .addNewSubject()
        .withKind("ServiceAccount")
        .withName(inputs.names().object())
        .withNamespace(inputs.names().namespace())
        .endSubject()
        .build();
  }
}

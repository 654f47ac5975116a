package dev.kubezap.crd;

import java.util.List;

/** Names that the resources, the operator and the session pods share. */
public final class Kubezap {
  /** API group of all resources, and prefix of all labels and annotations. */
  public static final String GROUP = "kubezap.dev";

  /** Field manager that owns {@code status.session} and the conditions of the session pod. */
  public static final String SESSION_FIELD_MANAGER = "kubezap-session";

  /** Field manager that owns everything else in the status, and the objects of a session. */
  public static final String OPERATOR_FIELD_MANAGER = "kubezap-operator";

  /** Where on the class path the definitions of the resources are. */
  public static final List<String> DEFINITIONS =
      List.of(
          "/META-INF/kubezap/whatsappsessions.kubezap.dev.yaml",
          "/META-INF/kubezap/whatsappsessionclasses.kubezap.dev.yaml",
          "/META-INF/kubezap/whatsappwebhooks.kubezap.dev.yaml");

  private Kubezap() {}
}

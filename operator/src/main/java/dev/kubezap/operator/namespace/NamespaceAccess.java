package dev.kubezap.operator.namespace;

/** How a namespace stands in which sessions are to be looked after. */
public enum NamespaceAccess {
  /** It is there, and this operator has its rights in it. */
  USABLE(""),
  /** It is there, and this operator may not do its work in it. */
  FORBIDDEN(
      "does not give this operator its rights: bind operator/kubernetes/rights.yaml to it there, or take the namespace"
          + " from KUBEZAP_WATCH_NAMESPACES"),
  /** It is being deleted, and the operator's rights in it are gone already. */
  ENDING("is being deleted, and the operator's rights with it: its sessions are let go"),
  /** It is not there. */
  ABSENT("does not exist: its sessions are looked after when it is there"),
  /** The API server could not be asked. */
  UNKNOWN("");

  private final String meaning;

  NamespaceAccess(String meaning) {
    this.meaning = meaning;
  }

  /** Whether the operator cannot do its work there, and knows it. */
  public boolean lost() {
    return this == FORBIDDEN || this == ENDING || this == ABSENT;
  }

  /** What people are told of a namespace that is lost, to follow its name. */
  public String meaning() {
    return meaning;
  }
}

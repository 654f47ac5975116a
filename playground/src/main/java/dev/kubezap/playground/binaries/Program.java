package dev.kubezap.playground.binaries;

/** A program that the playground runs or that its user needs. */
public enum Program {
  /** The store of the API server. */
  ETCD("etcd"),
  /** The API server. */
  KUBE_APISERVER("kube-apiserver"),
  /** StatefulSets, garbage collection, namespaces and so on. */
  KUBE_CONTROLLER_MANAGER("kube-controller-manager"),
  /** For the user. */
  KUBECTL("kubectl");

  private final String fileName;

  Program(String fileName) {
    this.fileName = fileName;
  }

  /** The name of its file. */
  public String fileName() {
    return fileName;
  }
}

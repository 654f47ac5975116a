package dev.kubezap.playground.controlplane;

import java.nio.file.Path;
import java.util.List;

/** The command lines of the control plane's programs, without the programs themselves. */
final class Commands {

  /**
   * Those that sessions need. The binder of persistent volumes is among them, so that the node
   * stand-in only provisions, as any other provisioner does.
   */
  private static final List<String> CONTROLLERS =
      List.of(
          "serviceaccount-controller",
          "namespace-controller",
          "garbage-collector-controller",
          "statefulset-controller",
          "deployment-controller",
          "replicaset-controller",
          "job-controller",
          "persistentvolume-binder-controller",
          "persistentvolumeclaim-protection-controller",
          "persistentvolume-protection-controller",
          "endpointslice-controller",
          "disruption-controller",
          "validatingadmissionpolicy-status-controller",
          "root-ca-certificate-publisher-controller");

  private Commands() {}

  /** Nobody gets in without the key: the port is open to every user of the machine. */
  static List<String> etcd(Path data, int client, int peer, CertifiedKey key) {
    var clients = "https://127.0.0.1:" + client;
    var peers = "https://127.0.0.1:" + peer;
    return List.of(
        "--name=playground",
        "--data-dir=" + data,
        "--listen-client-urls=" + clients,
        "--advertise-client-urls=" + clients,
        "--listen-peer-urls=" + peers,
        "--initial-advertise-peer-urls=" + peers,
        "--initial-cluster=playground=" + peers,
        "--client-cert-auth",
        "--trusted-ca-file=" + key.certificate(),
        "--cert-file=" + key.certificate(),
        "--key-file=" + key.privateKey(),
        "--peer-client-cert-auth",
        "--peer-trusted-ca-file=" + key.certificate(),
        "--peer-cert-file=" + key.certificate(),
        "--peer-key-file=" + key.privateKey(),
        // What a killed process wrote is safe in the page cache; only a power cut could lose it.
        "--unsafe-no-fsync",
        "--log-level=warn");
  }

  static List<String> apiServer(
      int etcd,
      CertifiedKey etcdKey,
      int port,
      Path certificates,
      Credentials credentials,
      NodeCredentials node) {
    return List.of(
        "--etcd-servers=https://127.0.0.1:" + etcd,
        "--etcd-cafile=" + etcdKey.certificate(),
        "--etcd-certfile=" + etcdKey.certificate(),
        "--etcd-keyfile=" + etcdKey.privateKey(),
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--secure-port=" + port,
        "--cert-dir=" + certificates,
        "--token-auth-file=" + credentials.tokens(),
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-signing-key-file=" + credentials.serviceAccountKey(),
        "--service-account-key-file=" + credentials.serviceAccountKey(),
        "--authorization-mode=RBAC",
        "--kubelet-client-certificate=" + node.clientCertificate(),
        "--kubelet-client-key=" + node.clientKey(),
        "--kubelet-preferred-address-types=InternalIP",
        "--endpoint-reconciler-type=none",
        "--service-cluster-ip-range=10.96.0.0/16",
        "--allow-privileged",
        "--shutdown-delay-duration=0",
        "--profiling=false");
  }

  static List<String> controllerManager(
      Path kubeconfig, Path certificate, Credentials credentials) {
    return List.of(
        "--kubeconfig=" + kubeconfig,
        "--service-account-private-key-file=" + credentials.serviceAccountKey(),
        "--root-ca-file=" + certificate,
        "--leader-elect=false",
        "--bind-address=127.0.0.1",
        "--secure-port=0",
        "--profiling=false",
        "--controllers=" + String.join(",", CONTROLLERS));
  }
}

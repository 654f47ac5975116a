package dev.kubezap.playground;

import dev.kubezap.playground.terminal.Terminal;

/** What the user can do now, with real commands. */
final class NextSteps {

  private NextSteps() {}

  static void print(Surroundings here, Terminal terminal) {
    terminal.line(
        """

        The playground runs. In another terminal:

          export KUBECONFIG=%s
          alias kubectl=%s

          kubectl apply -f crds/samples/minimal.yaml     # a session named support
          kubectl get was -w                             # until it is AwaitingPairing
          QR=$(kubectl get was support -o jsonpath='{.status.session.qr.text}')
          curl %s/accounts                               # the phones of the simulator
          curl -X POST %s/accounts/4915110000001/scan -d "{\\"qr\\": \\"$QR\\"}"
          kubectl wait --for=condition=Ready was/support
          API=$(kubectl get was support -o jsonpath='{.status.endpoint}')
          KEY=$(kubectl get secret was-support.api-key -o jsonpath='{.data.api-key}' | base64 -d)
          curl -H "X-API-Key: $KEY" $API/api/v1/session

        Webhooks that are sent to %s are shown here.
        Logs are in %s. Ctrl-C ends everything and keeps it for the next start."""
            .formatted(
                here.kubeconfig(),
                here.kubectl(),
                here.simulator().control(),
                here.simulator().control(),
                here.sink().url(),
                here.logs()));
  }
}

package dev.kubezap.playground;

import dev.kubezap.playground.terminal.Terminal;
import java.nio.file.Path;

/** What the user can do now, with real commands. */
final class NextSteps {

  private NextSteps() {}

  static void print(PlaygroundPlaces here, Path root, Terminal terminal) {
    terminal.line(
        """

        The playground runs. In another terminal:

          export KUBECONFIG=%s%s
          PHONES=%s                # the simulator's control API
          kubectl apply -f %s
          kubectl wait was/support --for=jsonpath='{.status.phase}'=AwaitingPairing --timeout=60s
          QR=$(kubectl get was support -o jsonpath='{.status.session.qr.text}')
          curl $PHONES/accounts/4915110000001/scan -d "{\\"qr\\": \\"$QR\\"}"
          kubectl wait was/support --for=condition=Ready --timeout=60s
          kubectl get was

          API=$(kubectl get was support -o jsonpath='{.status.endpoint}')
          KEY=$(kubectl get secret was-support.api-key -o jsonpath='{.data.api-key}' | base64 -d)
          curl -H "X-API-Key: $KEY" -H 'Content-Type: application/json' $API/api/v1/messages \\
            -d '{"to": "+4915110000002", "type": "text", "text": "Hello"}'
          curl $PHONES/accounts/4915110000002/messages
          curl $PHONES/accounts/4915110000002/messages -d '{"to": "4915110000001", "text": "Hello yourself"}'
          curl -H "X-API-Key: $KEY" $API/api/v1/messages
          kubectl logs was-support-0
          kubectl delete was support

        Or without kubectl: the console, a page for people, is at %s/console and asks for the fleet key;
        programs call the gateway (%s/docs shows all of it):

          FLEET=$(cat %s)
          curl -H "X-API-Key: $FLEET" '%s/api/v1/sessions?wait=qr' -d '{"displayName": "Support desk"}'

        Webhooks that are sent to %s are shown here; their signing key is in %s.
        PostgreSQL: %s, user %s, password in %s.
        Logs are in %s. Ctrl-C ends everything and keeps it for the next start."""
            .formatted(
                here.kubeconfig(),
                here.kubectl().map(program -> " PATH=" + program.getParent() + ":$PATH").orElse(""),
                here.simulator().control(),
                root.resolve("crds/samples/minimal.yaml"),
                here.gateway().url(),
                here.gateway().url(),
                here.gateway().key(),
                here.gateway().url(),
                here.sink().url(),
                here.data().resolve("webhooks/webhook-signing-key"),
                here.database().url(),
                here.database().user(),
                here.data().resolve("postgres/password"),
                here.logs()));
  }
}

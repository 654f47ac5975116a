package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.pairing.CancelPasskey;
import dev.kubezap.whatsapp.pairing.ConfirmPasskey;
import dev.kubezap.whatsapp.pairing.ProvePasskey;
import dev.kubezap.whatsapp.pairing.ReadPasskey;
import java.util.List;

/**
 * {@code /session/passkey}: what an account's passkey has to sign before WhatsApp links the device,
 * and what it signed. Only a tab of web.whatsapp.com can have it signed; the page {@code /passkey}
 * leads a person through that.
 */
public final class PasskeyRoutes {
  private static final String PATH = "/api/v1/session/passkey";

  private final ServiceCalls calls;

  public PasskeyRoutes(Session session) {
    calls = new ServiceCalls(session);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get(PATH, Scope.READ, this::read),
        Route.post(PATH, Scope.MANAGE, Route.Body.JSON, this::prove),
        Route.post(PATH + "/confirm", Scope.MANAGE, Route.Body.OPTIONAL_JSON, this::confirm),
        Route.delete(PATH, Scope.MANAGE, this::cancel),
        Route.open(
            "/passkey", _ -> PageFile.reply("/passkey/index.html", "text/html; charset=utf-8")),
        Route.open("/passkey/page.js", _ -> PageFile.reply("/passkey/page.js", "text/javascript")),
        Route.open("/passkey/page.css", _ -> PageFile.reply("/passkey/page.css", "text/css")));
  }

  private Reply read(Request request) throws InterruptedException {
    new Query(request).finish();
    return Reply.json(200, PasskeyJson.of(calls.given(new ReadPasskey.Wanted())));
  }

  private Reply prove(Request request) throws InterruptedException {
    new Query(request).finish();
    Fields fields = new Fields(request.body());
    PasskeyCredential credential = PasskeyCredential.read(fields);
    ReadPasskey.Standing standing = calls.given(new ReadPasskey.Wanted());
    if (standing.waiting() == ReadPasskey.Waiting.NOTHING) {
      throw new ProblemException(notDemanded("WhatsApp does not wait for a passkey."));
    }
    credential.mustAnswer(PasskeyJson.challenge(standing.options()));
    return carriedOut(new ProvePasskey.With(credential.rawId(), credential.document().toString()));
  }

  private Reply confirm(Request request) throws InterruptedException {
    new Query(request).finish();
    Checked.pass(new Fields(request.body()));
    return carriedOut(new ConfirmPasskey.Compared());
  }

  private Reply cancel(Request request) throws InterruptedException {
    new Query(request).finish();
    return carriedOut(new CancelPasskey.Wanted());
  }

  private Reply carriedOut(ServiceRequest<Done> wanted) throws InterruptedException {
    ServiceAnswer<Done> answer = calls.ask(wanted);
    if (answer instanceof ServiceAnswer.Impossible<Done>(String _, String detail)) {
      throw new ProblemException(notDemanded(detail));
    }
    Done _ = calls.value(answer);
    ObjectNode standing = PasskeyJson.of(calls.given(new ReadPasskey.Wanted()));
    return Reply.json(202, standing);
  }

  private static Problem notDemanded(String detail) {
    return Problem.conflict(
        ProvePasskey.NOT_DEMANDED, "There is nothing to be proved or confirmed", detail);
  }
}

package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.PairingCodeResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code /session}: how it stands, a pairing code, reconnecting and logging out. */
public final class SessionRoutes {
  private static final Duration PAIRING_PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOG_OUT_PATIENCE = Duration.ofSeconds(20);
  private static final Pattern PHONE = Pattern.compile("\\+?[1-9][0-9]{6,14}");

  private final Session session;
  private final Clients clients;

  public SessionRoutes(Session session) {
    this.session = session;
    clients = new Clients(session);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/session", Scope.READ, this::read),
        Route.post(
            "/api/v1/session/pairing-code", Scope.MANAGE, Route.Body.JSON, this::pairingCode),
        Route.post(
            "/api/v1/session/reconnect", Scope.MANAGE, Route.Body.OPTIONAL_JSON, this::reconnect),
        Route.post("/api/v1/session/logout", Scope.MANAGE, Route.Body.OPTIONAL_JSON, this::logOut));
  }

  private Reply read(Request request) {
    new Query(request).finish();
    return Reply.json(200, SessionJson.of(session.snapshot()));
  }

  private Reply pairingCode(Request request) throws InterruptedException {
    new Query(request).finish();
    Fields fields = new Fields(request.body());
    Optional<String> number = fields.requiredText("phoneNumber", 32);
    if (number.isPresent() && !PHONE.matcher(number.get()).matches()) {
      fields.wrong("phoneNumber", "must be a number with its country code, such as +4915112345678");
    }
    Checked.pass(fields);
    PairingCodeResult result =
        Clients.await(clients.require().requestPairingCode(number.orElseThrow()), PAIRING_PATIENCE);
    return switch (result) {
      case PairingCodeResult.Issued issued ->
          Reply.json(201, SessionJson.pairingCode(issued.code()));
      case PairingCodeResult.AlreadyPaired paired ->
          throw new ProblemException(
              Problem.conflict(
                  "already-paired",
                  "The session is paired",
                  "Log it out first: POST /api/v1/session/logout."));
      case PairingCodeResult.NotConnected notConnected ->
          throw new ProblemException(
              Problem.conflict(
                  "not-connected",
                  "There is no connection to ask through",
                  "Try again when the session's phase is AwaitingPairing."));
      case PairingCodeResult.Refused refused when refused.whatsappCode() == 0 ->
          throw new ProblemException(Problem.invalid("phoneNumber", refused.detail()));
      case PairingCodeResult.Refused refused ->
          throw new ProblemException(
              Problem.of(422, "whatsapp-refused", "WhatsApp said no", refused.detail())
                  .withMember(
                      "whatsappCode", JsonNodeFactory.instance.numberNode(refused.whatsappCode())));
    };
  }

  private Reply reconnect(Request request) {
    new Query(request).finish();
    Checked.pass(new Fields(request.body()));
    clients.require().reconnect();
    return Reply.json(202, SessionJson.of(session.snapshot()));
  }

  private Reply logOut(Request request) throws InterruptedException {
    new Query(request).finish();
    Checked.pass(new Fields(request.body()));
    // A void future completes with null, which Optional.ofNullable would read as too late.
    Clients.await(clients.require().logOut().thenApply(done -> true), LOG_OUT_PATIENCE);
    return Reply.json(200, SessionJson.of(session.snapshot()));
  }
}

package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.qr.PngQr;
import dev.kubezap.pod.qr.QrMatrix;
import dev.kubezap.pod.qr.SvgQr;
import dev.kubezap.pod.qr.TerminalQr;
import dev.kubezap.whatsapp.SessionSnapshot;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /session/qr}: the QR code as a picture, a drawing, characters or JSON. */
public final class QrRoutes {
  private static final String PNG = "image/png";
  private static final String SVG = "image/svg+xml";
  private static final String TEXT = "text/plain";
  private static final String JSON = "application/json";
  private static final int DEFAULT_SCALE = 6;

  /** What callers may ask for by name, who cannot send a header. */
  private enum Form {
    PNG,
    SVG,
    TEXT,
    JSON,
    /** The picture in base64. */
    BASE64,
    /** What the picture encodes. */
    RAW
  }

  private static final Map<String, Form> FORMS =
      Map.of(PNG, Form.PNG, SVG, Form.SVG, TEXT, Form.TEXT, JSON, Form.JSON);

  private final Session session;
  private final Clock clock;

  public QrRoutes(Session session, Clock clock) {
    this.session = session;
    this.clock = clock;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.picture("/api/v1/session/qr", Scope.READ, this::qr),
        Route.open("/link", _ -> PageFile.reply("/link/index.html", "text/html; charset=utf-8")),
        Route.open("/link/page.js", _ -> PageFile.reply("/link/page.js", "text/javascript")));
  }

  private Reply qr(Request request) {
    Query query = new Query(request);
    int scale = query.number("scale", 1, 32).map(Long::intValue).orElse(DEFAULT_SCALE);
    Optional<Form> named = query.constant("format", Form.class);
    query.finish();
    Form form =
        named.orElseGet(
            () ->
                MediaRange.choose(request.header("accept"), List.of(PNG, SVG, TEXT, JSON))
                    .map(FORMS::get)
                    .orElseThrow(() -> new ProblemException(notAcceptable())));
    SessionSnapshot.Qr qr = current(session.snapshot());
    Reply reply =
        switch (form) {
          case PNG -> Reply.of(PNG, ByteString.copyFrom(png(qr, scale)));
          case SVG -> Reply.of(SVG, utf8(SvgQr.draw(QrMatrix.of(qr.text()))));
          case TEXT -> characters(TerminalQr.draw(QrMatrix.of(qr.text())));
          case BASE64 -> characters(Base64.getEncoder().encodeToString(png(qr, scale)));
          case RAW -> characters(qr.text());
          case JSON -> Reply.json(200, withPicture(qr, scale));
        };
    return reply.withHeader("Vary", "Accept").withHeader("X-Expires-At", qr.expiresAt().toString());
  }

  /** A picture that a page can show as it is, since its img cannot send a key. */
  private static ObjectNode withPicture(SessionSnapshot.Qr qr, int scale) {
    return SessionJson.qr(qr)
        .put(
            "dataUrl",
            "data:" + PNG + ";base64," + Base64.getEncoder().encodeToString(png(qr, scale)));
  }

  private SessionSnapshot.Qr current(SessionSnapshot snapshot) {
    SessionSnapshot.Qr qr =
        snapshot
            .qr()
            .orElseThrow(
                () ->
                    new ProblemException(
                        snapshot.reason().filter("pairing-expired"::equals).isPresent()
                            ? expired()
                            : notPairing(snapshot)));
    if (!qr.expiresAt().isAfter(clock.instant())) {
      throw new ProblemException(expired());
    }
    return qr;
  }

  private static Problem notPairing(SessionSnapshot snapshot) {
    String detail =
        snapshot.jid().isPresent()
            ? "The session is paired; log it out first: POST /api/v1/session/logout."
            : "A QR code is shown in the phase AwaitingPairing; the session's is "
                + snapshot.phase().text()
                + ".";
    return Problem.conflict("not-pairing", "There is no QR code", detail);
  }

  private static Problem expired() {
    return Problem.of(
        410,
        "qr-expired",
        "The QR code expired",
        "A new one follows within seconds; if none does, ask for it: POST /api/v1/session/reconnect.");
  }

  private static Problem notAcceptable() {
    return Problem.of(
        406,
        "not-acceptable",
        "No such form of the QR code",
        "Accept image/png, image/svg+xml, text/plain or application/json.");
  }

  private static byte[] png(SessionSnapshot.Qr qr, int scale) {
    return PngQr.draw(QrMatrix.of(qr.text()), scale);
  }

  private static Reply characters(String text) {
    return Reply.of(TEXT + "; charset=utf-8", utf8(text));
  }

  private static ByteString utf8(String text) {
    return ByteString.copyFromUtf8(text);
  }
}

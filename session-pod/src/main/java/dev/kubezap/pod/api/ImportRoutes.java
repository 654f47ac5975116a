package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.baileys.BadLinkException;
import dev.kubezap.pod.baileys.LinkUpload;
import dev.kubezap.pod.baileys.SkippedEntry;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.http.UploadedBody;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.importing.ImportLink;
import dev.kubezap.whatsapp.importing.ImportedLink;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;

/** {@code /session/import}: takes over the link that another client of the device has had. */
public final class ImportRoutes {
  private static final long MOST_BYTES = 32L << 20;
  private static final String NOTICE =
      "The link is this session's now. The client that had it must stay stopped: two clients of one"
          + " device push each other out and spoil each other's keys. Delete its files.";

  private final Session session;
  private final ServiceCalls calls;
  private final LinkUpload upload;

  /** What is read takes memory, so it is read by one at a time. */
  private final Semaphore one = new Semaphore(1);

  public ImportRoutes(Session session) {
    this(session, LinkUpload.DEFAULT);
  }

  ImportRoutes(Session session, LinkUpload upload) {
    this.session = session;
    this.upload = upload;
    calls = new ServiceCalls(session);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.upload("POST", "/api/v1/session/import", Scope.ADMIN, MOST_BYTES, this::take));
  }

  private Reply take(Request request, UploadedBody body) throws IOException, InterruptedException {
    new Query(request).finish();
    if (session.snapshot().jid().isPresent()) {
      throw new ProblemException(alreadyLinked());
    }
    if (!one.tryAcquire()) {
      throw new ProblemException(
          Problem.unavailable("import-under-way", "Another import is being read: try again.", 5));
    }
    try {
      LinkUpload.Read read = upload.read(body.stream());
      ServiceAnswer<ImportLink.Taken> answer = calls.ask(new ImportLink.Of(read.link()));
      if (answer instanceof ServiceAnswer.Impossible<ImportLink.Taken>(String code, String _)
          && code.equals(ImportLink.ALREADY_LINKED)) {
        throw new ProblemException(alreadyLinked());
      }
      return Reply.json(202, document(calls.value(answer), read));
    } catch (BadLinkException e) {
      throw new ProblemException(problem(e));
    } finally {
      one.release();
    }
  }

  private static ObjectNode document(ImportLink.Taken taken, LinkUpload.Read read) {
    ImportedLink link = read.link();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("phoneNumber", "+" + taken.jid().user());
    json.put("jid", taken.jid().toString());
    taken.lid().ifPresent(lid -> json.put("lid", lid.toString()));
    json.putObject("imported")
        .put("preKeys", link.preKeys().size())
        .put("sessions", link.sessions().size())
        .put("senderKeys", link.memberKeys().size())
        .put("appStateKeys", link.syncKeys().size())
        .put("lidMappings", link.pairs().size())
        .put("privacyTokens", link.tokens().size())
        .put("skipped", read.skipped());
    ArrayNode skipped = json.putArray("skipped");
    for (SkippedEntry one : read.skippedFirst()) {
      skipped.addObject().put("name", one.name()).put("reason", one.why().code());
    }
    return json.put("notice", NOTICE);
  }

  private static Problem alreadyLinked() {
    return Problem.conflict(
        ImportLink.ALREADY_LINKED,
        "The session is linked",
        "Log it out first (POST /api/v1/session/logout), or import into a session of its own.");
  }

  private static Problem problem(BadLinkException e) {
    return switch (e.kind()) {
      case UNREADABLE -> Problem.of(422, "link-unreadable", "The link cannot be read", e.advice());
      case NOT_LINKED ->
          Problem.of(422, "link-not-linked", "There is no link to take over", e.advice());
      case TOO_LARGE -> Problem.of(413, "body-too-large", "The body is too large", e.advice());
    };
  }
}

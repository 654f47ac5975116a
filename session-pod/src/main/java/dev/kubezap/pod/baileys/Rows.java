package dev.kubezap.pod.baileys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.json.JsonPieces;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads the rows of a database as its own tools export them: a JSON array, or one object after the
 * other, each with the entry's name and its value; or one object with a field for each entry. Used
 * once.
 */
final class Rows implements JsonPieces.Taker {
  /** What stores call the name, the value and the session. */
  private static final List<String> NAMES =
      List.of("id", "key", "_id", "name", "keyId", "filename");

  private static final List<String> VALUES = List.of("value", "data", "content", "session_data");
  private static final List<String> SESSIONS =
      List.of("session", "sessionId", "session_id", "instance", "sessionID");

  private final LinkReader reader;
  private Optional<String> session = Optional.empty();
  private boolean any;

  Rows(LinkReader reader) {
    this.reader = reader;
  }

  /** A problem on its way through a reader of JSON. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(BadLinkException cause) {
      super(cause);
    }
  }

  /** Whether there was any entry of a link. */
  boolean any() {
    return any;
  }

  @Override
  public void member(JsonNode row) throws IOException {
    try {
      Optional<EntryKind.Named> name = name(row);
      if (name.isPresent()) {
        sameSession(row);
        take(name.get(), value(row));
      }
    } catch (BadLinkException e) {
      throw new Refused(e);
    }
  }

  @Override
  public void tooLong(JsonNode labels) throws IOException {
    try {
      Optional<EntryKind.Named> name = name(labels);
      if (name.isPresent()) {
        any = true;
        sameSession(labels);
        reader.skip(name.get(), SkippedEntry.Why.TOO_LONG);
      }
    } catch (BadLinkException e) {
      throw new Refused(e);
    }
  }

  private static Optional<EntryKind.Named> name(JsonNode row) {
    return NAMES.stream()
        .flatMap(one -> Values.text(row.path(one)).stream())
        .flatMap(one -> EntryKind.of(one).stream())
        .findFirst();
  }

  @Override
  public void field(String name, Optional<JsonNode> value) throws IOException {
    Optional<EntryKind.Named> named = EntryKind.of(name);
    if (named.isEmpty()) {
      return;
    }
    try {
      if (value.isPresent()) {
        take(named.get(), value.get());
      } else {
        any = true;
        reader.skip(named.get(), SkippedEntry.Why.TOO_LONG);
      }
    } catch (BadLinkException e) {
      throw new Refused(e);
    }
  }

  private void take(EntryKind.Named name, JsonNode value) throws BadLinkException {
    any = true;
    if (!name.kind().isWanted()) {
      return;
    }
    try {
      reader.entry(name, value, Json.text(value).length());
    } catch (IllegalArgumentException e) {
      reader.skip(name, SkippedEntry.Why.DAMAGED);
    }
  }

  /** Some stores keep the document's fields beside its id. */
  private static JsonNode value(JsonNode row) {
    boolean packed = row.path("type").asText().equals("Buffer");
    Optional<String> field = VALUES.stream().filter(row::has).findFirst();
    if (field.isPresent() && !packed) {
      return row.path(field.get());
    }
    ObjectNode document = row.deepCopy();
    return document.remove(List.of("_id", "__v"));
  }

  private void sameSession(JsonNode row) throws BadLinkException {
    Optional<String> named =
        SESSIONS.stream().flatMap(one -> Values.text(row.path(one)).stream()).findFirst();
    if (session.isPresent() && named.isPresent() && !session.equals(named)) {
      throw BadLinkException.unreadable(
          "The rows are of several sessions: export those of one alone.");
    }
    session = session.or(() -> named);
  }
}

package dev.kubezap.pod.baileys;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.json.JsonPieces;
import dev.kubezap.pod.json.MalformedJsonException;
import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.device.ToldPairs;
import dev.kubezap.whatsapp.importing.ImportedLink;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.senderkey.MemberKeysKey;
import dev.kubezap.whatsapp.signal.ImportedSenderKey;
import dev.kubezap.whatsapp.signal.PreKey;
import dev.kubezap.whatsapp.syncd.SyncKeyKey;
import dev.kubezap.whatsapp.token.PrivacyToken;
import dev.kubezap.whatsapp.token.PrivacyTokenKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a link together from its entries, in any order. An entry that is damaged, or of a kind that
 * this version does not know, is left out and counted, since the device can do without; its
 * credentials it cannot do without. Used once, by one thread.
 */
final class LinkReader {
  private static final String REVERSE = "_reverse";
  private static final String INDEX = "__index";
  private static final int SYNC_KEY_BYTES = 32;
  private static final int MOST_SYNC_KEY_ID = 64;
  private static final int MOST_TOKEN = 1024;
  private static final long LATEST = 100_000_000_000L;

  /** What all wanted entries may have, as JSON: it becomes one transaction. */
  private final long mostBytes;

  /** How many entries there may be, since their names are kept. */
  private final int mostEntries;

  private final Set<EntryKind.Named> seen = new HashSet<>();
  private Optional<CredentialsReader.Credentials> credentials = Optional.empty();
  private final Map<Integer, PreKey> preKeys = new HashMap<>();
  private final Map<SessionKey, ImportedLink.Session> sessions = new HashMap<>();
  private final Map<MemberKeysKey, List<ImportedSenderKey>> memberKeys = new HashMap<>();
  private final Map<SyncKeyKey, SyncKeyKey.Key> syncKeys = new HashMap<>();
  private final Map<String, ToldPairs.Pair> pairs = new HashMap<>();
  private final Map<PrivacyTokenKey, PrivacyToken> tokens = new HashMap<>();
  private final List<SkippedEntry> skippedFirst = new ArrayList<>();
  private long bytes;
  private int skipped;

  /**
   * What was read.
   *
   * @param skipped how many entries were left out
   * @param skippedFirst the first of them
   */
  record Read(ImportedLink link, int skipped, List<SkippedEntry> skippedFirst) {
    Read {
      skippedFirst = List.copyOf(skippedFirst);
    }
  }

  LinkReader(long mostBytes, int mostEntries) {
    this.mostBytes = mostBytes;
    this.mostEntries = mostEntries;
  }

  /**
   * Takes an entry.
   *
   * @param size about how many bytes it has as JSON
   * @throws BadLinkException when nothing can come of the whole
   */
  void entry(EntryKind.Named name, JsonNode value, long size) throws BadLinkException {
    if (!seen.add(name)) {
      throw BadLinkException.unreadable(
          (name.kind() == EntryKind.CREDENTIALS ? "creds.json" : "An entry")
              + " is there twice: send the entries of one session alone.");
    }
    bounded();
    bytes += size;
    if (bytes > mostBytes) {
      throw new BadLinkException(
          BadLinkException.Kind.TOO_LARGE,
          "The entries have more than "
              + mostBytes
              + " bytes together: leave out those that begin with session-, which are begun anew.");
    }
    if (name.kind() == EntryKind.CREDENTIALS) {
      try {
        credentials = Optional.of(CredentialsReader.read(inner(value)));
      } catch (IllegalArgumentException e) {
        throw BadLinkException.unreadable("creds.json is a text and no document.");
      }
      return;
    }
    try {
      if (!taken(name, value)) {
        skipped(name, SkippedEntry.Why.DAMAGED);
      }
    } catch (IllegalArgumentException e) {
      skipped(name, SkippedEntry.Why.DAMAGED);
    }
  }

  private void skipped(EntryKind.Named name, SkippedEntry.Why why) {
    skipped++;
    if (skippedFirst.size() < SkippedEntry.MOST_NAMED) {
      skippedFirst.add(new SkippedEntry(name.toString(), why));
    }
  }

  /** An entry is left out because of its size, or because it is no JSON. */
  void skip(EntryKind.Named name, SkippedEntry.Why why) throws BadLinkException {
    if (name.kind() == EntryKind.CREDENTIALS) {
      throw BadLinkException.unreadable(
          why == SkippedEntry.Why.TOO_LONG
              ? "creds.json is longer than "
                  + JsonPieces.LONGEST
                  + " bytes or has too many values: Baileys writes a few thousand bytes."
              : "creds.json is cut off or is not JSON.");
    }
    seen.add(name);
    bounded();
    skipped(name, why);
  }

  private void bounded() throws BadLinkException {
    if (seen.size() > mostEntries) {
      throw new BadLinkException(
          BadLinkException.Kind.TOO_LARGE,
          "There are more than " + mostEntries + " entries: send those of one session alone.");
    }
  }

  /** Whether it was of use. */
  private boolean taken(EntryKind.Named name, JsonNode value) {
    return switch (name.kind()) {
      case CREDENTIALS -> throw new IllegalStateException("credentials are read before");
      case PRE_KEY -> preKey(name.id(), inner(value));
      case SESSION -> session(name.id(), inner(value));
      case SENDER_KEY -> senderKey(name.id(), value);
      case SYNC_KEY -> syncKey(name.id(), inner(value));
      case LID_MAPPING -> pair(name.id(), value);
      case PRIVACY_TOKEN -> name.id().equals(INDEX) || token(name.id(), inner(value));
      case SENDER_KEY_MEMORY, SYNC_VERSION, DEVICE_LIST, IDENTITY_KEY -> true;
    };
  }

  /** Databases keep documents as texts, some as texts in texts. */
  static JsonNode inner(JsonNode value) {
    JsonNode found = value;
    try {
      for (int depth = 0; depth < 2 && found.isTextual(); depth++) {
        found = JsonPieces.read(found.textValue().getBytes(StandardCharsets.UTF_8));
      }
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException("a text is no document", e);
    }
    return found;
  }

  private boolean preKey(String id, JsonNode value) {
    int number = Integer.parseInt(id);
    if (number < 1 || number > 0xFFFFFF) {
      return false;
    }
    preKeys.put(
        number, new PreKey(number, Values.pair(value.path("private"), value.path("public"))));
    return true;
  }

  private boolean session(String id, JsonNode value) {
    return Addresses.device(id)
        .flatMap(
            address ->
                SessionReader.session(value)
                    .map(session -> sessions.put(new SessionKey(address), session) == null))
        .isPresent();
  }

  private boolean senderKey(String id, JsonNode value) {
    Optional<MemberKeysKey> member = Addresses.member(id);
    if (member.isEmpty()) {
      return false;
    }
    JsonNode record = value;
    if (!record.isArray()) {
      // Baileys packs the document once more.
      ByteString document = Values.bytes(value);
      try {
        record = JsonPieces.read(document.toByteArray());
      } catch (MalformedJsonException e) {
        throw new IllegalArgumentException("it holds no document", e);
      }
    }
    List<ImportedSenderKey> keys = SessionReader.senderKeys(record);
    if (!keys.isEmpty()) {
      memberKeys.put(member.get(), keys);
    }
    return true;
  }

  private boolean syncKey(String id, JsonNode value) {
    ByteString keyId = ByteString.copyFrom(Base64.getDecoder().decode(id.replace("__", "/")));
    ByteString data = Values.bytes(value.path("keyData"));
    if (keyId.isEmpty() || keyId.size() > MOST_SYNC_KEY_ID || data.size() != SYNC_KEY_BYTES) {
      return false;
    }
    syncKeys.put(
        new SyncKeyKey(keyId),
        new SyncKeyKey.Key(data, Instant.ofEpochSecond(seconds(value.path("timestamp")))));
    return true;
  }

  private boolean pair(String id, JsonNode value) {
    boolean reverse = id.endsWith(REVERSE);
    String named = reverse ? id.substring(0, id.length() - REVERSE.length()) : id;
    String other = value.asText().replace("\"", "");
    Optional<ToldPairs.Pair> pair =
        ToldPairs.Pair.of(
            Jid.phoneNumber(reverse ? other : named), Jid.lid(reverse ? named : other));
    pair.ifPresent(one -> pairs.put(one.phone() + "/" + one.lid(), one));
    return pair.isPresent();
  }

  private boolean token(String id, JsonNode value) {
    Optional<Jid> contact = Jid.parse(id).filter(jid -> jid.isLid() || jid.isPhoneNumber());
    ByteString token = Values.optionalBytes(value.path("token")).orElse(ByteString.EMPTY);
    if (contact.isEmpty() || token.size() > MOST_TOKEN) {
      return false;
    }
    long issued = seconds(value.path("senderTimestamp"));
    tokens.put(
        new PrivacyTokenKey(contact.get().account()),
        new PrivacyToken(
            token,
            Instant.ofEpochSecond(seconds(value.path("timestamp"))),
            issued == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(issued)),
            Optional.empty()));
    return true;
  }

  /** Some tell milliseconds. */
  private static long seconds(JsonNode value) {
    long told = Values.optionalNumber(value);
    return Math.clamp(told > LATEST ? told / 1000 : told, 0, LATEST);
  }

  /**
   * The link.
   *
   * @throws BadLinkException when there are no credentials
   */
  Read read() throws BadLinkException {
    if (credentials.isEmpty()) {
      throw BadLinkException.unreadable(
          "There is no creds.json: send the whole folder that Baileys keeps for one session, or its"
              + " rows with their ids.");
    }
    List<ToldPairs.Pair> known = new ArrayList<>(pairs.values());
    return new Read(
        new ImportedLink(
            credentials.get().device(),
            credentials.get().nextPreKeyId(),
            List.copyOf(preKeys.values()),
            sessions,
            memberKeys,
            syncKeys,
            known,
            tokens),
        skipped,
        skippedFirst);
  }
}

package dev.kubezap.pod.baileys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.importing.ImportedLink;
import dev.kubezap.whatsapp.signal.ImportedSenderKey;
import dev.kubezap.whatsapp.signal.ImportedState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads Signal sessions and sender keys as Baileys' library for them (libsignal for Node, version 1
 * of its records) stores them. Everything that is damaged fails with {@link
 * IllegalArgumentException}.
 */
final class SessionReader {
  /** A chain that is received in; 1 is one that is sent in. */
  private static final int RECEIVING = 2;

  private static final int MOST_STATES = 40;
  private static final int MOST_CHAINS = 100;

  private SessionReader() {}

  private record State(ImportedState state, boolean open, long used) {}

  /** The session of a record; empty when none of its states can be gone on with. */
  static Optional<ImportedLink.Session> session(JsonNode record) {
    JsonNode states = record.path("_sessions");
    if (!states.isObject()) {
      throw new IllegalArgumentException("it is no record of sessions");
    }
    List<State> read = new ArrayList<>();
    for (JsonNode state : states) {
      state(state).ifPresent(read::add);
    }
    read.sort(Comparator.comparingLong(State::used).reversed());
    Optional<State> open = read.stream().filter(State::open).findFirst();
    List<ImportedState> closed =
        read.stream()
            .filter(state -> open.filter(current -> current.equals(state)).isEmpty())
            .map(State::state)
            .limit(MOST_STATES)
            .toList();
    return read.isEmpty()
        ? Optional.empty()
        : Optional.of(new ImportedLink.Session(open.map(State::state), closed));
  }

  /** Empty when it has no chain to send in, which the next one of ours would follow. */
  private static Optional<State> state(JsonNode state) {
    JsonNode ratchet = state.path("currentRatchet");
    JsonNode info = state.path("indexInfo");
    JsonNode own = ratchet.path("ephemeralKeyPair");
    JsonNode sending = state.path("_chains").path(own.path("pubKey").asText());
    if (sending.path("chainKey").path("key").isMissingNode()) {
      return Optional.empty();
    }
    KeyPair ratchetKey = Values.pair(own.path("privKey"), own.path("pubKey"));
    ImportedState read =
        new ImportedState(
            Values.publicKey(info.path("remoteIdentityKey")),
            Values.bytes(ratchet.path("rootKey")),
            Values.number(ratchet.path("previousCounter"), -1, Integer.MAX_VALUE),
            ratchetKey,
            Values.bytes(sending.path("chainKey").path("key")),
            index(sending),
            chains(state.path("_chains"), ratchet.path("lastRemoteEphemeralKey").asText()),
            pending(state.path("pendingPreKey")),
            Math.clamp(Values.optionalNumber(state.path("registrationId")), 0, 0x7FFFFFFF),
            Values.publicKey(info.path("baseKey")));
    return Optional.of(
        new State(
            read,
            Values.optionalNumber(info.path("closed")) == -1,
            Values.optionalNumber(info.path("used"))));
  }

  /** The newest last: its name is known, and the others are in the order in which they began. */
  private static List<ImportedState.Chain> chains(JsonNode chains, String newest) {
    List<ImportedState.Chain> read = new ArrayList<>();
    if (chains.size() > MOST_CHAINS) {
      throw new IllegalArgumentException("it has too many chains");
    }
    for (Map.Entry<String, JsonNode> one : chains.properties()) {
      if (Values.optionalNumber(one.getValue().path("chainType")) == RECEIVING
          && !one.getKey().equals(newest)) {
        read.add(chain(one.getKey(), one.getValue()));
      }
    }
    if (chains.has(newest)) {
      read.add(chain(newest, chains.path(newest)));
    }
    return read;
  }

  private static ImportedState.Chain chain(String name, JsonNode chain) {
    PublicKey key = Values.publicKey(TextNode.valueOf(name));
    return new ImportedState.Chain(
        key,
        Values.optionalBytes(chain.path("chainKey").path("key")),
        index(chain),
        seeds(chain.path("messageKeys")));
  }

  /** It counts the last message, this side the next. */
  private static int index(JsonNode chain) {
    return Values.number(chain.path("chainKey").path("counter"), -1, Integer.MAX_VALUE - 1) + 1;
  }

  private static SortedMap<Integer, ByteString> seeds(JsonNode keys) {
    SortedMap<Integer, ByteString> seeds = new TreeMap<>();
    for (Map.Entry<String, JsonNode> one : keys.properties()) {
      seeds.put(Integer.parseInt(one.getKey()), Values.bytes(one.getValue()));
    }
    return seeds;
  }

  private static Optional<ImportedState.Pending> pending(JsonNode pending) {
    if (!pending.isObject()) {
      return Optional.empty();
    }
    long preKey = Values.optionalNumber(pending.path("preKeyId"));
    return Optional.of(
        new ImportedState.Pending(
            preKey > 0 && preKey <= 0xFFFFFF ? OptionalInt.of((int) preKey) : OptionalInt.empty(),
            Values.number(pending.path("signedKeyId"), 0, 0xFFFFFF)));
  }

  /** The sender keys of another device; none for a record that has our own. */
  static List<ImportedSenderKey> senderKeys(JsonNode record) {
    if (!record.isArray()) {
      throw new IllegalArgumentException("it is no record of sender keys");
    }
    List<ImportedSenderKey> keys = new ArrayList<>();
    for (JsonNode one : record) {
      JsonNode signing = one.path("senderSigningKey");
      if (Values.optionalBytes(signing.path("private")).filter(key -> !key.isEmpty()).isPresent()) {
        return List.of();
      }
      keys.add(senderKey(one, signing));
    }
    return keys;
  }

  private static ImportedSenderKey senderKey(JsonNode one, JsonNode signing) {
    SortedMap<Integer, ByteString> skipped = new TreeMap<>();
    for (JsonNode message : one.path("senderMessageKeys")) {
      skipped.put(
          Values.number(message.path("iteration"), 0, Integer.MAX_VALUE),
          Values.bytes(message.path("seed")));
    }
    JsonNode chain = one.path("senderChainKey");
    return new ImportedSenderKey(
        Values.number(one.path("senderKeyId"), 0, Integer.MAX_VALUE),
        Values.publicKey(signing.path("public")),
        Values.bytes(chain.path("seed")),
        Values.number(chain.path("iteration"), 0, Integer.MAX_VALUE),
        skipped);
  }
}

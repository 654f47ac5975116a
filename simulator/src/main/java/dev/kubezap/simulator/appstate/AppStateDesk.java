package dev.kubezap.simulator.appstate;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.simulator.context.Notifications;
import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.crypto.Aes;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Digests;
import dev.kubezap.simulator.iq.IqException;
import dev.kubezap.simulator.iq.IqHandler;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.proto.SyncData;
import dev.kubezap.simulator.proto.SyncFile;
import dev.kubezap.simulator.proto.SyncMutation;
import dev.kubezap.simulator.proto.SyncMutations;
import dev.kubezap.simulator.proto.SyncPatch;
import dev.kubezap.simulator.proto.SyncValue;
import dev.kubezap.simulator.proto.SyncVersion;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Keeps the collections of all accounts, answers companions about them, and changes them as phones
 * do. What companions write is opened by the phone's keys: nothing that is wrong is taken. Used
 * with the world's lock held.
 */
public final class AppStateDesk implements IqHandler {
  private static final Set<String> NAMES =
      Set.of("critical_block", "critical_unblock_low", "regular_high", "regular", "regular_low");

  /** So many patches come in one answer. */
  private static final int PATCHES = 3;

  /** A patch with more mutations than this has them in a file. */
  private static final int INLINE = 20;

  private final ServerContext context;
  private final Map<Account, State> states = new HashMap<>();
  private Optional<Function<Bytes, String>> files = Optional.empty();

  /** What an account has. */
  private static final class State {
    private final Map<String, SyncCollection> collections = new LinkedHashMap<>();
    private int key = 1;

    SyncCollection collection(String name) {
      return collections.computeIfAbsent(name, SyncCollection::new);
    }
  }

  /** A change: an entry that is set, or removed when it has no value. */
  public record Edit(String index, Optional<SyncValue> value, int version) {}

  /** Without files: then snapshots are not given, only patches. */
  public AppStateDesk(ServerContext context) {
    this.context = context;
  }

  /**
   * Snapshots and large patches are files from now on.
   *
   * @param put keeps a file and answers where
   */
  public void keepFiles(Function<Bytes, String> put) {
    files = Optional.of(put);
  }

  private State state(Account account) {
    return states.computeIfAbsent(account, _ -> new State());
  }

  /** The phone makes a new key, which it shares when it is asked for it. */
  public void newKey(Account account) {
    state(account).key++;
  }

  /** The keys of an account's phone with these ids. */
  public List<SyncSecret> secrets(Account account, List<Bytes> ids) {
    return ids.stream()
        .filter(id -> SyncSecret.number(id) >= 1 && SyncSecret.number(id) <= state(account).key)
        .map(id -> SyncSecret.of(account, SyncSecret.number(id)))
        .toList();
  }

  /** What the phone reads in an entry. */
  public Optional<SyncValue> value(Account account, String collection, String index) {
    return Optional.ofNullable(state(account).collection(collection).values.get(index));
  }

  /** What the phone reads in all entries of a collection, by their indexes. */
  public Map<String, SyncValue> values(Account account, String collection) {
    return Map.copyOf(state(account).collection(collection).values);
  }

  /** How often a collection was changed. */
  public long version(Account account, String collection) {
    return state(account).collection(collection).version();
  }

  /** The phone changes entries of a collection by one patch, and all companions are told. */
  public void edit(Account account, String name, List<Edit> edits) {
    State state = state(account);
    SyncCollection collection = state.collection(name);
    SyncSecret secret = SyncSecret.of(account, state.key);
    List<SyncMutation> mutations = new ArrayList<>();
    for (Edit edit : edits) {
      SyncData data =
          SyncData.newBuilder()
              .setIndex(ByteString.copyFromUtf8(edit.index()))
              .setValue(edit.value().orElse(SyncValue.getDefaultInstance()))
              .setPadding(ByteString.EMPTY)
              .setVersion(edit.version())
              .build();
      boolean remove = edit.value().isEmpty();
      mutations.add(
          SyncMutation.newBuilder()
              .setOperation(remove ? 1 : 0)
              .setRecord(SyncCrypto.seal(secret, remove, data, context.random()))
              .build());
    }
    SyncPatch patch = collection.patch(secret, mutations);
    boolean large = mutations.size() > INLINE && files.isPresent();
    SyncPatch kept =
        large
            ? patch.toBuilder()
                .clearMutations()
                .setExternal(
                    file(
                        SyncMutations.newBuilder()
                            .addAllMutations(mutations)
                            .build()
                            .toByteString()))
                .build()
            : patch;
    collection.add(mutations, kept, secrets(account));
    tell(account, collection, 0);
  }

  private static Function<Bytes, SyncSecret> secrets(Account account) {
    return id -> SyncSecret.of(account, SyncSecret.number(id));
  }

  private void tell(Account account, SyncCollection collection, int except) {
    for (Device companion : account.companions()) {
      if (companion.id() != except) {
        Notifications.appState(companion, collection.name, collection.version(), context.now());
      }
    }
  }

  private SyncFile file(ByteString content) {
    Bytes plain = Bytes.of(content);
    Bytes secret = context.randomBytes(32);
    Bytes keys = Digests.hkdf(secret, "WhatsApp App State Keys", 112);
    Bytes iv = keys.slice(0, 16);
    Bytes sealed = Aes.cbcEncrypt(keys.slice(16, 48), iv, plain);
    Bytes whole = Bytes.concat(sealed, Digests.hmac(keys.slice(48, 80), iv, sealed).slice(0, 10));
    return SyncFile.newBuilder()
        .setMediaKey(secret.toProto())
        .setDirectPath(files.orElseThrow().apply(whole))
        .setSize(plain.size())
        .setSha256(Digests.sha256(plain).toProto())
        .setEncryptedSha256(Digests.sha256(whole).toProto())
        .build();
  }

  @Override
  public List<String> namespaces() {
    return List.of("w:sync:app:state");
  }

  @Override
  public List<Node> answer(Device sender, Node iq) {
    Node sync = iq.child("sync").orElseThrow(() -> IqException.of(400));
    return List.of(
        Node.of("sync")
            .plus(sync.all("collection").stream().map(asked -> told(sender, asked)).toList()));
  }

  private Node told(Device sender, Node asked) {
    String name = asked.attribute("name");
    if (!NAMES.contains(name)) {
      context.violations().add("app-state-form", sender, "collection " + name);
      throw IqException.of(400);
    }
    SyncCollection collection = state(sender.account()).collection(name);
    long version = asked.has("version") ? Long.parseLong(asked.attribute("version")) : 0;
    if (version > collection.version()) {
      context.violations().add("app-state-version", sender, name + " " + version);
    }
    Optional<Node> patch = asked.child("patch");
    if (patch.isPresent()) {
      return written(sender, collection, version, patch.get().content());
    }
    Node told = Node.of("collection").with("name", name);
    boolean all = asked.attribute("return_snapshot").equals("true");
    if (all && collection.version() > 0 && files.isPresent()) {
      SyncSecret secret = SyncSecret.of(sender.account(), state(sender.account()).key);
      Bytes reference = Bytes.of(file(collection.snapshot(secret).toByteString()).toByteString());
      return told.with("version", collection.version()).plus(Node.of("snapshot", reference));
    }
    return patches(told, collection, all ? 0 : version);
  }

  private static Node patches(Node told, SyncCollection collection, long after) {
    List<SyncPatch> all = collection.patches.stream().skip(after).toList();
    List<Node> some =
        all.stream()
            .limit(PATCHES)
            .map(patch -> Node.of("patch", Bytes.of(patch.toByteString())))
            .toList();
    Node answer = told.with("version", after);
    if (all.size() > PATCHES) {
      answer = answer.with("has_more_patches", "true");
    }
    return some.isEmpty() ? answer : answer.plus(Node.of("patches").plus(some));
  }

  private Node written(Device sender, SyncCollection collection, long version, Bytes bytes) {
    Node told = Node.of("collection").with("name", collection.name);
    if (version != collection.version()) {
      Node error = Node.of("error").with("code", 409).with("text", "conflict");
      return patches(told.with("type", "error"), collection, version).plus(error);
    }
    try {
      SyncPatch patch = SyncPatch.parseFrom(bytes.toArray());
      List<SyncMutation> mutations = patch.getMutationsList();
      SyncSecret secret = secrets(sender.account()).apply(Bytes.of(patch.getKeyId().getBytes()));
      SyncPatch expected = collection.patch(secret, mutations);
      if (mutations.isEmpty() || !expected.getSnapshotMac().equals(patch.getSnapshotMac())) {
        throw new IllegalArgumentException("the collection has another code");
      }
      if (!expected.getPatchMac().equals(patch.getPatchMac())) {
        throw new IllegalArgumentException("the patch has another code");
      }
      SyncVersion number = SyncVersion.newBuilder().setNumber(version + 1).build();
      collection.add(
          mutations, patch.toBuilder().setVersion(number).build(), secrets(sender.account()));
    } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
      context.violations().add("app-state-patch", sender, String.valueOf(e.getMessage()));
      return told.with("type", "error").plus(Node.of("error").with("code", 400));
    }
    tell(sender.account(), collection, sender.id());
    return told.with("version", version + 1);
  }
}

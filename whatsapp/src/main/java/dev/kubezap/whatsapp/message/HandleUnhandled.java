package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.content.Addition;
import dev.kubezap.whatsapp.content.Contents;
import dev.kubezap.whatsapp.content.MessageReference;
import dev.kubezap.whatsapp.content.Shown;
import dev.kubezap.whatsapp.content.TimerContent;
import dev.kubezap.whatsapp.device.LidPairs;
import dev.kubezap.whatsapp.group.GroupKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.MalformedStanzaException;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeDecoder;
import dev.kubezap.whatsapp.node.NodeFormatException;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Map;
import java.util.Optional;

/**
 * Handles one input that was kept: at once in the batch in which it came, after a crash, or by a
 * version that can do more than the one that kept it. What cannot be handled stays.
 */
public final class HandleUnhandled implements Step<HandleUnhandled.Due, HandleUnhandled.Gathered> {

  /**
   * The input.
   *
   * @param name of the row
   */
  public record Due(String name) {}

  /** What is known of a row. */
  public sealed interface Gathered {

    /** It was handled before. */
    record Gone() implements Gathered {}

    /** It is none that this version handles, or what it needs is not there. */
    record Kept(Row row, String label) implements Gathered {}

    /** It says what is known. */
    record Done(Row row) implements Gathered {}

    /** It is a message of its own, which could not be stored when it came. */
    record Message(Row row, Unstored message) implements Gathered {}

    /** It changes a message that is stored. */
    record OfMessage(Row row, AdditionToMessage change) implements Gathered {}

    /** It sets after what time messages of a chat disappear. */
    record Timer(Row row, UnreadTimer timer) implements Gathered {}

    /** Our own phone told it. */
    record OfPhone(Row row, Told told) implements Gathered {}

    /** It hands out a sender key, or is written under one. */
    record OfGroup(Row row, KeptOfGroup kept) implements Gathered {}
  }

  /** A message that is not in its chat; hides the package's own types from the signature. */
  public static final class Unstored {
    private final Node stanza;
    private final Origin origin;
    private final Optional<StoredMessage> stored;
    private final Optional<Chat> known;
    private final Shown content;
    private final ByteString encoded;
    private final Jid chat;

    Unstored(
        Node stanza,
        Origin origin,
        Optional<StoredMessage> stored,
        Optional<Chat> known,
        Shown content,
        ByteString encoded,
        Jid chat) {
      this.stanza = stanza;
      this.origin = origin;
      this.stored = stored;
      this.known = known;
      this.content = content;
      this.encoded = encoded;
      this.chat = chat;
    }

    private Outcome decide(Turn turn) {
      return ReadableMessage.stored(stanza, origin, stored, known, content, encoded, chat, turn);
    }
  }

  /** What our own phone told; hides the package's own types from the signature. */
  public static final class Told {
    private final Node stanza;
    private final Origin origin;
    private final dev.kubezap.whatsapp.proto.Message message;

    Told(Node stanza, Origin origin, dev.kubezap.whatsapp.proto.Message message) {
      this.stanza = stanza;
      this.origin = origin;
      this.message = message;
    }
  }

  private final Map<Integer, PeerNews> news;

  /** Leaves what our own phone told. */
  public HandleUnhandled() {
    this(Map.of());
  }

  /**
   * @param news what takes what our own phone tells, by the type of its protocol message
   */
  public HandleUnhandled(Map<Integer, PeerNews> news) {
    this.news = Map.copyOf(news);
  }

  /** A row; hides the package's own types from the signature. */
  public static final class Row {
    private final UnhandledKey key;
    private final UnhandledKey.Input input;

    Row(UnhandledKey key, UnhandledKey.Input input) {
      this.key = key;
      this.input = input;
    }
  }

  @Override
  public Gathered gather(Work<Due> work, StateReader state, Turn turn) {
    UnhandledKey key = new UnhandledKey(work.input().name());
    Optional<UnhandledKey.Input> input = state.read(key);
    if (input.isEmpty()) {
      return new Gathered.Gone();
    }
    Row row = new Row(key, input.get());
    if (turn.identity().isEmpty()) {
      return new Gathered.Kept(row, "kept");
    }
    try {
      Node stanza = NodeDecoder.decode(input.get().stanza().toByteArray());
      return gather(row, stanza, state, turn);
    } catch (NodeFormatException | MalformedStanzaException | InvalidProtocolBufferException e) {
      return new Gathered.Kept(row, "malformed");
    }
  }

  private static Gathered gather(Row row, Node stanza, StateReader state, Turn turn)
      throws MalformedStanzaException, InvalidProtocolBufferException {
    Origin told = Origin.of(stanza, turn.identity());
    LidPairs.Known known = ReceivedState.known(told, state);
    Origin origin = told.completed(known.phoneOfLid(), known.lidOfPhone());
    Optional<ByteString> published = ChannelStanza.published(origin, stanza);
    if (published.isPresent()) {
      return read(row, stanza, origin, published.get(), state, turn);
    }
    Optional<Addition> inChannel = ChannelStanza.change(origin, stanza);
    if (inChannel.isPresent()) {
      return inChannel(row, inChannel.get(), origin, state, turn);
    }
    Optional<ByteString> plaintext = row.input.plaintext();
    if (row.input.kind().equals(Distribution.KIND) || origin.kind() == Origin.Kind.GROUP) {
      Optional<KeptOfGroup> kept = KeptOfGroup.gather(stanza, origin, plaintext, state);
      if (kept.isPresent()) {
        return new Gathered.OfGroup(row, kept.get());
      }
    }
    if (origin.isOwnPhone() && plaintext.isPresent()) {
      return new Gathered.OfPhone(
          row,
          new Told(stanza, origin, dev.kubezap.whatsapp.proto.Message.parseFrom(plaintext.get())));
    }
    return origin.isOfChat() && plaintext.isPresent()
        ? read(row, stanza, origin, plaintext.get(), state, turn)
        : new Gathered.Kept(row, "kept");
  }

  private static Gathered read(
      Row row, Node stanza, Origin origin, ByteString plaintext, StateReader state, Turn turn)
      throws MalformedStanzaException, InvalidProtocolBufferException {
    DecryptedMessage decrypted = DecryptedMessage.of(plaintext, origin);
    Jid chat = decrypted.chat(origin);
    return switch (Contents.read(decrypted.message())) {
      case Shown content ->
          new Gathered.Message(
              row,
              new Unstored(
                  stanza,
                  origin,
                  stored(stanza.requiredAttribute("id"), origin, chat, state),
                  state.chat(chat),
                  content,
                  Distribution.without(decrypted.message()).toByteString(),
                  chat));
      case TimerContent timer when origin.kind() == Origin.Kind.DIRECT ->
          new Gathered.Timer(
              row,
              new UnreadTimer(
                  timer,
                  stanza,
                  origin,
                  state.chat(chat),
                  chat,
                  stored(stanza.requiredAttribute("id"), origin, chat, state).isPresent()));
      case Addition addition when AdditionPolicy.knows(addition) ->
          addition(row, addition, origin, chat, state, turn);
      default -> new Gathered.Kept(row, "kept");
    };
  }

  /** The service may send back to this device what it has published in a channel. */
  private static Optional<StoredMessage> stored(
      String id, Origin origin, Jid chat, StateReader state) {
    return state
        .firstByStanza(StanzaName.of(chat, id, origin.fromMe(), origin.authors()))
        .or(() -> chat.isNewsletter() ? state.messageByStanza(chat, id, true) : Optional.empty());
  }

  /** What this account has published is changed by itself: here, or on another device of it. */
  private static Gathered inChannel(
      Row row, Addition addition, Origin origin, StateReader state, Turn turn) {
    Optional<StoredMessage> own =
        state.messageByStanza(origin.peer(), addition.target().stanzaId(), true);
    if (own.isEmpty()) {
      return addition(row, addition, origin, origin.peer(), state, turn);
    }
    StoredMessage message = own.get();
    MessageAdditions before =
        state.read(new AdditionsKey(message.id())).orElse(MessageAdditions.NONE);
    return ChannelStanza.isDone(addition, before)
        ? new Gathered.Done(row)
        : new Gathered.OfMessage(
            row,
            new AdditionToMessage(
                addition,
                turn.ownJid().account(),
                Authors.own(turn.identity()),
                true,
                message,
                Authors.own(turn.identity()),
                true,
                before));
  }

  private static Gathered addition(
      Row row, Addition addition, Origin origin, Jid chat, StateReader state, Turn turn) {
    Optional<StoredMessage> target = target(addition.target(), origin, chat, state, turn);
    // One name for whatever device of ours, so that the last one counts.
    Jid by = origin.fromMe() ? turn.ownJid().account() : origin.senderAccount();
    return target
        .map(
            message ->
                new AdditionToMessage(
                    addition,
                    by,
                    origin.fromMe() ? Authors.own(turn.identity()) : origin.authors(),
                    origin.fromMe(),
                    message,
                    Authors.of(message, turn.identity(), state),
                    Authors.administers(
                        origin.authors(),
                        Optional.of(chat)
                            .filter(Jid::isGroup)
                            .flatMap(of -> state.read(new GroupKey(of)))),
                    state.read(new AdditionsKey(message.id())).orElse(MessageAdditions.NONE)))
        .<Gathered>map(
            change ->
                AdditionPolicy.isReadable(change)
                    ? new Gathered.OfMessage(row, change)
                    : new Gathered.Kept(row, "unreadable"))
        .orElseGet(() -> new Gathered.Kept(row, "target-unknown"));
  }

  private static Optional<StoredMessage> target(
      MessageReference reference, Origin origin, Jid chat, StateReader state, Turn turn) {
    if (origin.kind() == Origin.Kind.DIRECT) {
      return state.messageByStanza(
          chat, reference.stanzaId(), sentByMe(reference.fromMe(), origin, chat, turn));
    }
    // In a group it is named by who wrote it; without a name it is whoever changes it.
    Optional<Jid> author =
        reference.fromMe() ? Optional.of(origin.sender().account()) : reference.participant();
    return author.flatMap(
        named -> {
          boolean ours = Origin.isOwn(named, turn.identity().orElseThrow());
          return state.firstByStanza(
              StanzaName.of(
                  chat, reference.stanzaId(), ours, Authors.of(named, turn.identity(), state)));
        });
  }

  /**
   * Whether we sent the message that is named. Its name is seen from the side of whoever changes
   * it; in the chat with oneself there is only one side.
   */
  private static boolean sentByMe(boolean bySender, Origin origin, Jid chat, Turn turn) {
    boolean withMyself = Origin.isOwn(chat, turn.identity().orElseThrow());
    return withMyself || bySender == origin.fromMe();
  }

  @Override
  public Outcome decide(Work<Due> work, Gathered gathered, Turn turn) {
    return switch (gathered) {
      case Gathered.Gone _ -> Outcome.nothing();
      case Gathered.Kept(Row row, String label) -> kept(row, label);
      case Gathered.Done(Row row) -> Outcome.builder().change(new Change.Remove(row.key)).build();
      case Gathered.OfPhone(Row row, Told told) ->
          PeerMessage.told(told.stanza, told.origin, told.message, news, turn)
              .map(
                  outcome ->
                      Outcome.builder().add(outcome).change(new Change.Remove(row.key)).build())
              .orElseGet(() -> kept(row, "kept"));
      case Gathered.OfGroup(Row row, KeptOfGroup of) ->
          of.decide(turn)
              .map(
                  handled ->
                      Outcome.builder().add(handled).change(new Change.Remove(row.key)).build())
              .orElseGet(
                  () -> Outcome.builder().add(of.keys()).add(kept(row, "unreadable")).build());
      case Gathered.Message(Row row, Unstored message) ->
          Outcome.builder().add(message.decide(turn)).change(new Change.Remove(row.key)).build();
      case Gathered.Timer(Row row, UnreadTimer timer) ->
          Outcome.builder()
              .add(timer.decide(row.input.at(), turn))
              .change(new Change.Remove(row.key))
              .build();
      case Gathered.OfMessage(Row row, AdditionToMessage change) ->
          Outcome.builder()
              .add(AdditionPolicy.apply(change, row.input.at(), turn))
              .change(new Change.Remove(row.key))
              .build();
    };
  }

  private static Outcome kept(Row row, String label) {
    Outcome.Builder outcome =
        Outcome.builder().effect(new Effect.Count("unhandled", row.input.kind() + "-" + label));
    if (row.key.isDue()) {
      outcome
          .change(new Change.Put<>(row.key.seen(), row.input))
          .change(new Change.Remove(row.key));
    }
    return outcome.build();
  }
}

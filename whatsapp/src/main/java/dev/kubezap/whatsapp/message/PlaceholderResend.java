package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.Addition;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.Contents;
import dev.kubezap.whatsapp.content.Shown;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.jid.JidServer;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.MessageKey;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A message that our own phone tells because it could not be read here: it takes its placeholder's
 * place, with one event. What is lost of it before it is stored is asked for again by its row.
 */
public final class PlaceholderResend
    implements Step<PlaceholderResend.Told, Optional<PlaceholderResend.Asked>> {

  /**
   * The input.
   *
   * @param key what names the message
   * @param message what it says
   */
  public record Told(MessageKey key, Message message) {
    /** Hides the text. */
    @Override
    public String toString() {
      return "Told[hidden]";
    }
  }

  /**
   * A message that is missing.
   *
   * @param placeholder what stands in its chat
   */
  public record Asked(
      MissingKey key, Missing missing, StoredMessage placeholder, Optional<Chat> chat) {}

  @Override
  public Optional<Asked> gather(Work<Told> work, StateReader state, Turn turn) {
    MessageKey key = work.input().key();
    Optional<Jid> remote = Jid.parse(key.getRemoteJid()).map(Jid::account);
    Optional<Jid> author = remote.flatMap(chat -> author(key, chat));
    if (author.isEmpty() || turn.identity().isEmpty()) {
      return Optional.empty();
    }
    Set<Jid> authors = forms(author.get(), state);
    Set<Jid> chats = remote.get().isUser() ? authors : Set.of(remote.get());
    Map<StanzaName, StoredMessage> stored =
        state.messagesByStanza(
            chats.stream()
                .flatMap(
                    chat -> StanzaName.of(chat, key.getId(), key.getFromMe(), authors).stream())
                .toList());
    Set<Jid> senders = key.getFromMe() ? own(turn.identity().get()) : authors;
    List<MissingKey> rows = rows(senders, stored.values(), key.getId());
    Map<RecordKey<?>, Object> found = state.read(rows);
    return rows.stream()
        .flatMap(row -> asked(row, Optional.ofNullable((Missing) found.get(row)), state).stream())
        .filter(asked -> names(key, remote.get(), asked))
        .findFirst();
  }

  /** The account whose names tell the message: the chat's other side, in a group the member. */
  private static Optional<Jid> author(MessageKey key, Jid chat) {
    if (chat.isUser() || key.getFromMe()) {
      return Optional.of(chat);
    }
    return Jid.parse(key.getParticipant()).map(Jid::account).filter(Jid::isUser);
  }

  /** Both addresses of an account, as far as they are known. */
  private static Set<Jid> forms(Jid account, StateReader state) {
    Set<Jid> forms = new LinkedHashSet<>(List.of(account));
    if (account.isUser()) {
      (account.isLid() ? state.read(new PhoneOfLid(account)) : state.read(new LidOfPhone(account)))
          .ifPresent(forms::add);
    }
    return forms;
  }

  private static Set<Jid> own(DeviceIdentity self) {
    Set<Jid> forms = new LinkedHashSet<>(List.of(self.jid().account()));
    self.lid().map(Jid::account).ifPresent(forms::add);
    return forms;
  }

  /**
   * The names that its row may have: that of the device that sent it, by whichever address; the
   * phone, where a pair that was replaced since hides the placeholder.
   */
  private static List<MissingKey> rows(
      Set<Jid> senders, Collection<StoredMessage> placeholders, String stanzaId) {
    Set<Jid> accounts = new LinkedHashSet<>(senders);
    Set<Integer> devices = new LinkedHashSet<>();
    for (StoredMessage placeholder : placeholders) {
      devices.add(placeholder.senderDevice());
      accounts.add(placeholder.sender());
      placeholder.chatLid().filter(_ -> !placeholder.fromMe()).ifPresent(accounts::add);
    }
    devices.add(0);
    Set<MissingKey> rows = new LinkedHashSet<>();
    for (int device : devices) {
      for (Jid account : accounts) {
        JidServer hosted = account.isLid() ? JidServer.HOSTED_LID : JidServer.HOSTED;
        rows.add(MissingKey.of(account.withDevice(device), stanzaId));
        rows.add(MissingKey.of(new Jid(account.user(), device, hosted), stanzaId));
      }
    }
    return List.copyOf(rows);
  }

  private static Optional<Asked> asked(
      MissingKey row, Optional<Missing> stored, StateReader state) {
    return stored.flatMap(
        missing ->
            missing
                .messageId()
                .flatMap(state::message)
                .filter(message -> message.status() == MessageStatus.UNDECRYPTED)
                .map(message -> new Asked(row, missing, message, state.chat(message.chat()))));
  }

  private static boolean names(MessageKey key, Jid remote, Asked asked) {
    StoredMessage placeholder = asked.placeholder();
    return key.getId().equals(placeholder.stanzaId())
        && key.getFromMe() == placeholder.fromMe()
        && (remote.equals(placeholder.chat())
            || placeholder.chatLid().filter(remote::equals).isPresent()
            || remote.equals(asked.missing().peer()));
  }

  @Override
  public Outcome decide(Work<Told> work, Optional<Asked> asked, Turn turn) {
    return asked
        .map(missing -> filled(missing, work.input().message(), turn))
        .orElseGet(PlaceholderResend::unasked);
  }

  /** Nobody asked for it, or it was there before. */
  static Outcome unasked() {
    return Outcome.builder().effect(new Effect.Count("missing", "answer-unasked")).build();
  }

  private static Outcome filled(Asked asked, Message told, Turn turn) {
    StoredMessage placeholder = asked.placeholder();
    Message message = told.hasDeviceSentMessage() ? told.getDeviceSentMessage().getMessage() : told;
    Outcome.Builder outcome =
        Outcome.builder()
            .change(new Change.Remove(asked.key()))
            .effect(new Effect.Cancel(asked.key().timer()))
            .effect(new Effect.Count("missing", "filled-by-phone"));
    Content content = Contents.read(message);
    if (!(content instanceof Shown)) {
      outcome.add(hidden(placeholder, message));
      return content instanceof Addition
          ? outcome
              .add(
                  Unhandled.due(
                      content.type(), asked.missing().stanza(), message.toByteString(), turn))
              .build()
          : outcome.build();
    }
    StoredMessage filled = read(placeholder, content, message.toByteString());
    return outcome
        .change(new Change.PutMessage(filled))
        .change(new Change.PutChat(ReadableMessage.chatWith(asked.chat(), filled)))
        .change(
            new Change.Append(
                turn.newId(),
                turn.now(),
                filled.fromMe()
                    ? new MessageEvent.Sent(filled)
                    : new MessageEvent.Received(filled)))
        .build();
  }

  /** What could not be read turned out to be nothing for a person to see. */
  static Outcome hidden(StoredMessage placeholder, Message message) {
    return Outcome.builder()
        .change(
            new Change.PutMessage(
                read(placeholder, Contents.read(message), message.toByteString())))
        .build();
  }

  private static StoredMessage read(
      StoredMessage placeholder, Content content, ByteString encoded) {
    return new StoredMessage(
        placeholder.id(),
        placeholder.stanzaId(),
        placeholder.chat(),
        placeholder.chatLid(),
        placeholder.sender(),
        placeholder.senderDevice(),
        placeholder.fromMe(),
        placeholder.pushName(),
        placeholder.timestamp(),
        content,
        encoded,
        placeholder.fromMe() ? MessageStatus.SENT : MessageStatus.RECEIVED,
        Optional.empty(),
        placeholder.metadata());
  }
}

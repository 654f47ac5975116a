package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageReceipts;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A receipt of somebody's device: our messages were delivered, read or played, or another device of
 * ours read a chat. Receipts for unknown messages are acknowledged and counted.
 */
public final class ReceiptStep implements Step<Node, ReceiptStep.Gathered> {

  /** More ids in one receipt than this are not looked at. */
  private static final int MAXIMUM_IDS = 1_000;

  /**
   * What is stored.
   *
   * @param messages those of ours that the receipt names
   * @param names the names of the account whose device sent it
   * @param chat the chat that another device of ours read
   * @param theirs the messages of that chat that the receipt names
   */
  public record Gathered(
      List<Named> messages,
      Optional<AccountNames> names,
      Optional<Chat> chat,
      List<StoredMessage> theirs) {
    public Gathered {
      messages = List.copyOf(messages);
      theirs = List.copyOf(theirs);
    }
  }

  /**
   * One message of ours, or what changes one.
   *
   * @param prepared whether the server's acknowledgement is not stored
   * @param receipts those so far, of a message to a group
   */
  public record Named(
      OutgoingMessage outgoing,
      OutgoingContent outgoingContent,
      boolean prepared,
      Optional<MessageReceipts> receipts) {}

  @Override
  public Gathered gather(Work<Node> work, StateReader state, Turn turn) {
    Node receipt = work.input();
    Set<String> ids = ids(receipt);
    List<Named> named = status(receipt).isPresent() ? named(ids, state) : List.of();
    Optional<Jid> chat = readByUs(receipt) ? readChat(receipt) : Optional.empty();
    Optional<Chat> read =
        chat.map(jid -> jid.isLid() ? state.read(new PhoneOfLid(jid)).orElse(jid) : jid)
            .flatMap(jid -> chat(jid, state));
    return new Gathered(
        named,
        named.isEmpty()
            ? Optional.empty()
            : device(receipt).map(jid -> AccountNames.read(jid, turn.identity(), state)),
        read,
        read.map(of -> theirs(receipt, ids, of, turn, state)).orElse(List.of()));
  }

  private static List<Named> named(Set<String> stanzaIds, StateReader state) {
    Map<String, OutgoingMessage> outgoing = OutgoingNameKey.find(stanzaIds, state);
    Map<String, StoredMessage> messages =
        state.messages(
            outgoing.values().stream()
                .filter(one -> one.changes().isEmpty())
                .map(OutgoingMessage::messageId)
                .toList());
    List<Named> named = new ArrayList<>();
    for (String id : stanzaIds) {
      OutgoingMessage one = outgoing.get(id);
      if (one != null) {
        StoredMessage message = messages.get(one.messageId());
        if (message != null) {
          boolean prepared = message.status() == MessageStatus.PREPARED;
          Optional<MessageReceipts> receipts =
              one.isToMany()
                  ? Optional.of(
                      state
                          .read(new MessageReceiptsKey(one.messageId()))
                          .orElse(MessageReceipts.NONE))
                  : Optional.empty();
          named.add(new Named(one, new OutgoingContent.ChatMessage(message), prepared, receipts));
        } else {
          OutgoingContent.read(one, state)
              .ifPresent(
                  outgoingContent ->
                      named.add(
                          new Named(
                              one,
                              outgoingContent,
                              state.prepared(one.messageId()).isPresent(),
                              one.isToMany()
                                  ? Optional.of(MessageReceipts.NONE)
                                  : Optional.empty())));
        }
      }
    }
    return named;
  }

  /** What another device of ours read: in a group the recipient is whose messages were read. */
  private static Optional<Jid> readChat(Node receipt) {
    return receipt
        .jid("from")
        .filter(from -> !from.isUser())
        .or(() -> receipt.jid("recipient"))
        .or(() -> receipt.jid("from"))
        .map(Jid::account);
  }

  private static List<StoredMessage> theirs(
      Node receipt, Set<String> stanzaIds, Chat chat, Turn turn, StateReader state) {
    // In a group it names whose messages were read.
    Set<Jid> authors =
        chat.id().isUser()
            ? Set.of()
            : Stream.of("recipient", "participant")
                .flatMap(name -> receipt.jid(name).stream())
                .filter(Jid::isUser)
                .flatMap(jid -> Authors.of(jid, turn.identity(), state).stream())
                .collect(Collectors.toSet());
    Map<StanzaName, StoredMessage> found =
        state.messagesByStanza(
            stanzaIds.stream()
                .flatMap(id -> StanzaName.of(chat.id(), id, false, authors).stream())
                .toList());
    return List.copyOf(found.values());
  }

  private static Optional<Chat> chat(Jid jid, StateReader state) {
    return state
        .chat(jid)
        .or(
            () ->
                jid.isPhoneNumber()
                    ? state.read(new LidOfPhone(jid)).flatMap(state::chat)
                    : Optional.empty());
  }

  @Override
  public Outcome decide(Work<Node> work, Gathered gathered, Turn turn) {
    Node receipt = work.input();
    Outcome.Builder outcome = Outcome.builder();
    Optional<MessageStatus> status = status(receipt);
    if (status.isPresent()) {
      for (Named named : gathered.messages()) {
        outcome.add(progress(receipt, named, gathered, status.get(), turn));
        delivered(receipt, named.outgoing(), gathered.names()).ifPresent(outcome::change);
        outcome.change(new Change.RemovePrepared(named.outgoing().messageId()));
        if (named.prepared()) {
          // The server took the message, but its acknowledgement was lost, and with it the word
          // whether devices were missed.
          outcome.add(StaleDevices.repair(named.outgoing(), turn));
        }
      }
      if (gathered.messages().isEmpty()) {
        outcome.effect(new Effect.Count("receipt", "unknown-message"));
      }
    }
    MessageStatus shown =
        receipt.has("type", "played-self") ? MessageStatus.PLAYED : MessageStatus.READ;
    for (StoredMessage read : gathered.theirs()) {
      outcome.changes(MarkRead.moved(read, shown));
    }
    gathered
        .chat()
        .filter(chat -> chat.unread() > 0)
        .ifPresent(
            chat ->
                outcome.change(
                    new Change.PutChat(
                        chat.withUnread(0).with(chat.settings().withMarkedUnread(false)))));
    outcome.effect(new Effect.Count("receipt", receipt.attribute("type").orElse("delivered")));
    Acknowledgement.of(receipt).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome.build();
  }

  private static Outcome progress(
      Node receipt, Named named, Gathered gathered, MessageStatus status, Turn turn) {
    return named.receipts().isPresent() && gathered.names().isPresent()
        ? GroupProgress.receipt(
            named,
            named.receipts().get(),
            gathered.names().get(),
            status,
            receipt.time("t").orElse(turn.now()),
            turn)
        : SendProgress.to(named.outgoingContent(), status, Optional.empty(), turn);
  }

  private static Optional<Jid> device(Node receipt) {
    return receipt.jid("participant").or(() -> receipt.jid("from")).map(Jid::normalized);
  }

  /** Notes that a device has the message, by the name by which it was addressed. */
  private static Optional<Change> delivered(
      Node receipt, OutgoingMessage outgoing, Optional<AccountNames> names) {
    return device(receipt)
        .filter(_ -> names.isPresent())
        .map(device -> names.get().find(device, outgoing.devices()).orElse(device))
        .filter(device -> names.get().find(device, outgoing.delivered()).isEmpty())
        .filter(device -> !outgoing.delivered().contains(device))
        .map(device -> new Change.MoveOutgoing(outgoing.deliveredTo(device)));
  }

  private static boolean readByUs(Node receipt) {
    return receipt.has("type", "read-self") || receipt.has("type", "played-self");
  }

  private static Optional<MessageStatus> status(Node receipt) {
    return switch (receipt.attribute("type").orElse("")) {
      case "", "inactive" -> Optional.of(MessageStatus.DELIVERED);
      case "read" -> Optional.of(MessageStatus.READ);
      case "played" -> Optional.of(MessageStatus.PLAYED);
      default -> Optional.empty();
    };
  }

  /** The message that the receipt is about, and those listed inside it. */
  private static Set<String> ids(Node receipt) {
    Set<String> ids = new LinkedHashSet<>();
    receipt.attribute("id").ifPresent(ids::add);
    receipt.children("list").stream()
        .flatMap(list -> list.children("item").stream())
        .flatMap((Node item) -> item.attribute("id").stream())
        .limit(MAXIMUM_IDS)
        .forEach(ids::add);
    return ids;
  }
}

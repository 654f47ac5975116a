package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
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
import java.util.Optional;
import java.util.Set;

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
   */
  public record Gathered(List<Named> messages, Optional<AccountNames> names, Optional<Chat> chat) {
    public Gathered {
      messages = List.copyOf(messages);
    }
  }

  /** One message of ours. */
  public record Named(OutgoingMessage outgoing, StoredMessage message) {}

  @Override
  public Gathered gather(Work<Node> work, StateReader state, Turn turn) {
    Node receipt = work.input();
    List<Named> named = new ArrayList<>();
    for (String id : ids(receipt)) {
      Optional<OutgoingMessage> outgoing = state.outgoingByStanza(id);
      outgoing
          .flatMap(o -> state.message(o.messageId()))
          .ifPresent(message -> named.add(new Named(outgoing.orElseThrow(), message)));
    }
    Optional<Jid> chat =
        readByUs(receipt)
            ? receipt.jid("recipient").or(() -> receipt.jid("from")).map(Jid::account)
            : Optional.empty();
    return new Gathered(
        named,
        named.isEmpty()
            ? Optional.empty()
            : device(receipt).map(jid -> AccountNames.read(jid, turn.identity(), state)),
        chat.map(jid -> jid.isLid() ? state.read(new PhoneOfLid(jid)).orElse(jid) : jid)
            .flatMap(jid -> chat(jid, state)));
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
        outcome.add(Progress.to(named.message(), status.get(), Optional.empty(), turn));
        delivered(receipt, named.outgoing(), gathered.names()).ifPresent(outcome::change);
        outcome.change(new Change.RemovePrepared(named.message().id()));
        if (named.message().status() == MessageStatus.PREPARED) {
          // The server took the message, but its acknowledgement was lost, and with it the word
          // whether devices were missed.
          outcome.add(StaleDevices.repair(named.outgoing(), turn));
        }
      }
      if (gathered.messages().isEmpty()) {
        outcome.effect(new Effect.Count("receipt", "unknown-message"));
      }
    }
    gathered
        .chat()
        .filter(chat -> chat.unread() > 0)
        .ifPresent(
            chat ->
                outcome.change(
                    new Change.PutChat(
                        new Chat(chat.id(), chat.lid(), chat.name(), chat.lastMessageAt(), 0))));
    outcome.effect(new Effect.Count("receipt", receipt.attribute("type").orElse("delivered")));
    Acknowledgement.of(receipt).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome.build();
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

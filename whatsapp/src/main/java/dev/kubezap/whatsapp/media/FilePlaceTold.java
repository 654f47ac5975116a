package dev.kubezap.whatsapp.media;

import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.content.Media;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.jid.Jid;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Our phone answers where it put a file again: a notification of type {@code mediaretry}. */
public final class FilePlaceTold implements Step<Node, Optional<StoredMessage>> {

  @Override
  public Optional<StoredMessage> gather(Work<Node> work, StateReader state, Turn turn) {
    Node stanza = work.input();
    Optional<Node> place = stanza.child("rmr");
    Optional<Jid> chat = place.flatMap(rmr -> rmr.jid("jid")).map(Jid::account);
    String id = stanza.attribute("id").orElse("");
    if (chat.isEmpty() || id.isEmpty()) {
      return Optional.empty();
    }
    boolean fromMe = place.get().has("from_me", "true");
    List<Jid> chats = names(chat.get(), state);
    List<Jid> authors =
        place
            .flatMap(rmr -> rmr.jid("participant"))
            .map(author -> names(author.account(), state))
            .orElse(List.of());
    return state.firstByStanza(
        chats.stream().flatMap(name -> StanzaName.of(name, id, fromMe, authors).stream()).toList());
  }

  private static List<Jid> names(Jid account, StateReader state) {
    return Stream.concat(Stream.of(account), otherName(account, state).stream()).toList();
  }

  private static Optional<Jid> otherName(Jid chat, StateReader state) {
    if (chat.isLid()) {
      return state.read(new PhoneOfLid(chat));
    }
    return chat.isPhoneNumber() ? state.read(new LidOfPhone(chat)) : Optional.empty();
  }

  @Override
  public Outcome decide(Work<Node> work, Optional<StoredMessage> message, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    if (message.isPresent()
        && message.get().content() instanceof Media media
        && media.media().mediaKey().size() == MediaKeys.SECRET) {
      MediaRetry.read(work.input(), media.media().mediaKey())
          .ifPresent(
              place ->
                  outcome.change(new Change.Put<>(new FilePlaceKey(message.get().id()), place)));
    }
    Acknowledgement.of(work.input()).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome.build();
  }
}

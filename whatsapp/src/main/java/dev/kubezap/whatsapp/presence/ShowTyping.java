package dev.kubezap.whatsapp.presence;

import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;

/** Shows in a chat that this account types or records; phones take it back after some seconds. */
public final class ShowTyping implements Step<ShowTyping.In, Optional<Peer>> {

  /** What is shown. */
  public enum State {
    /** Typing a text. */
    COMPOSING,
    /** Recording a voice note. */
    RECORDING,
    /** Neither any more. */
    PAUSED
  }

  /**
   * The input.
   *
   * @param chat a person or a group
   */
  public record In(Jid chat, State state) implements ServiceRequest<Done> {}

  @Override
  public Optional<Peer> gather(Work<In> work, StateReader state, Turn turn) {
    Jid chat = work.input().chat();
    return chat.isUser() ? Optional.of(Peer.read(chat, state, turn)) : Optional.empty();
  }

  @Override
  public Outcome decide(Work<In> work, Optional<Peer> peer, Turn turn) {
    if (!turn.connection().loggedIn() || turn.identity().isEmpty()) {
      return ServiceStep.answer(new ServiceAnswer.NotConnected<Done>());
    }
    return Outcome.builder()
        .effect(new Effect.Send(stanza(work.input().chat(), work.input().state(), peer, turn)))
        .effect(new Effect.Answer(new ServiceAnswer.Given<>(new Done())))
        .build();
  }

  /**
   * The stanza that shows it.
   *
   * @param turn of a device that is paired
   */
  public static Node stanza(Jid chat, State what, StateReader state, Turn turn) {
    Optional<Peer> peer =
        chat.isUser() ? Optional.of(Peer.read(chat, state, turn)) : Optional.empty();
    return stanza(chat, what, peer, turn);
  }

  private static Node stanza(Jid chat, State what, Optional<Peer> peer, Turn turn) {
    Jid to = peer.map(person -> person.address(turn)).orElse(chat);
    DeviceIdentity own = turn.identity().orElseThrow();
    // One stanza, one namespace (PROTOCOL-2026 3).
    Jid from = to.isLid() ? own.lid().orElse(own.jid()) : own.jid();
    Node shown =
        switch (what) {
          case COMPOSING -> Node.of("composing");
          case RECORDING -> Node.of("composing").with("media", "audio");
          case PAUSED -> Node.of("paused");
        };
    return Node.of("chatstate", shown).with("from", from).with("to", to);
  }
}

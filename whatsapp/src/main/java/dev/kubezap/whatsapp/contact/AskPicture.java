package dev.kubezap.whatsapp.contact;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.token.TokenBuckets;
import java.util.List;
import java.util.Optional;

/**
 * Asks where the picture of a person or a group is (PROTOCOL 8, {@code w:profile:picture}). The
 * token that the contact gave goes along, since who hides the picture shows it to those alone.
 */
public final class AskPicture
    implements ServiceStep<AskPicture.Of, AskPicture.Picture, AskPicture.Gathered> {
  private static final int NOT_AUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int LONGEST_ID = 128;
  private static final int LONGEST_URL = 2_048;

  /**
   * The input.
   *
   * @param account a person or a group, without device
   * @param preview whether the small one is wanted
   */
  public record Of(Jid account, boolean preview) implements ServiceRequest<Picture> {}

  /**
   * The answer.
   *
   * @param id names the picture; empty when there is none, or it is not shown to this account
   * @param url where it is, for some time; whoever has it can see the picture
   */
  public record Picture(Optional<String> id, Optional<String> url) {
    static final Picture NONE = new Picture(Optional.empty(), Optional.empty());

    /** Leaves out where it is. */
    @Override
    public String toString() {
      return "Picture[" + id.orElse("none") + "]";
    }
  }

  /**
   * What is stored.
   *
   * @param person empty for a group
   */
  record Gathered(Optional<Person> person, Optional<ByteString> token) {
    /** Leaves out the token. */
    @Override
    public String toString() {
      return "Gathered[" + person + "]";
    }
  }

  @Override
  public Gathered gather(Work<Of> work, StateReader state, Turn turn) {
    Jid account = work.input().account();
    if (!account.isUser()) {
      return new Gathered(Optional.empty(), Optional.empty());
    }
    var tokens = dev.kubezap.whatsapp.token.Contact.read(account, Optional.empty(), state);
    return new Gathered(
        Optional.of(Person.read(account, state, turn)),
        tokens.token().valid(TokenBuckets.received(tokens.properties()), turn.now()));
  }

  @Override
  public List<Node> queries(Of request, Gathered gathered, Turn turn) {
    Node picture =
        Node.of("picture")
            .with("type", request.preview() ? "preview" : "image")
            .with("query", "url");
    Node asked =
        gathered
            .token()
            .map(bytes -> picture.withChildren(Node.of("tctoken", bytes)))
            .orElse(picture);
    Jid target = gathered.person().map(person -> person.address(turn)).orElse(request.account());
    return List.of(
        Node.of("iq", asked)
            .with("to", Jid.SERVICE)
            .with("target", target)
            .with("type", "get")
            .with("xmlns", "w:profile:picture"));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Gathered gathered, Turn turn) {
    Optional<Node> told = answers.getFirst().child("picture");
    return known(
        new Picture(
            told.flatMap(picture -> text(picture, "id", LONGEST_ID)),
            told.flatMap(picture -> text(picture, "url", LONGEST_URL))),
        gathered,
        turn);
  }

  private static Optional<String> text(Node picture, String name, int longest) {
    return picture.attribute(name).filter(value -> !value.isEmpty() && value.length() <= longest);
  }

  @Override
  public Outcome refused(Of request, Reply.Refused refused, Gathered gathered, Turn turn) {
    return refused.code() == NOT_FOUND || refused.code() == NOT_AUTHORIZED
        ? known(Picture.NONE, gathered, turn)
        : ServiceStep.super.refused(request, refused, gathered, turn);
  }

  private static Outcome known(Picture picture, Gathered gathered, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    gathered
        .person()
        .filter(person -> person.stored().isPresent())
        .ifPresent(
            person ->
                outcome.changes(
                    person.changed(person.contact(turn).withPicture(picture.id()), turn)));
    return outcome.effect(new Effect.Answer(new ServiceAnswer.Given<>(picture))).build();
  }
}

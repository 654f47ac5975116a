package dev.kubezap.whatsapp.profile;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;

/**
 * Sets the picture of this account or of a group, or takes it away (PROTOCOL 8, {@code
 * w:profile:picture}).
 */
public final class SetPicture
    implements ServiceStep<SetPicture.To, SetPicture.Taken, SetPicture.Nothing> {

  /**
   * The input.
   *
   * @param group whose picture it is; empty for this account's
   * @param jpeg a square JPEG; empty to have none
   */
  public record To(Optional<Jid> group, Optional<ByteString> jpeg)
      implements ServiceRequest<Taken> {
    /** For this account. */
    public To(Optional<ByteString> jpeg) {
      this(Optional.empty(), jpeg);
    }

    /** Leaves out the bytes. */
    @Override
    public String toString() {
      return "To[" + group + ", " + jpeg.map(ByteString::size).orElse(0) + " bytes]";
    }
  }

  /**
   * The answer.
   *
   * @param pictureId names the picture; empty when there is none now
   */
  public record Taken(Optional<String> pictureId) {}

  /** Nothing is read. */
  public record Nothing() {}

  @Override
  public Nothing gather(Work<To> work, StateReader state, Turn turn) {
    return new Nothing();
  }

  @Override
  public List<Node> queries(To request, Nothing nothing, Turn turn) {
    Node iq =
        Node.of("iq")
            .with("to", Jid.SERVICE)
            .withIfPresent("target", request.group())
            .with("type", "set")
            .with("xmlns", "w:profile:picture");
    return List.of(
        request
            .jpeg()
            .map(
                bytes -> iq.withChildren(Node.of("picture").with("type", "image").withBytes(bytes)))
            .orElse(iq));
  }

  @Override
  public Outcome answered(To request, List<Node> answers, Nothing nothing, Turn turn) {
    return ServiceStep.given(
        new Taken(answers.getFirst().child("picture").flatMap(picture -> picture.attribute("id"))));
  }
}

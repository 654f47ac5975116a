package dev.kubezap.whatsapp.channel;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.Contents;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was published in a channel, as the service has it: also before this account followed it.
 * Nothing of it is stored.
 */
public final class ReadChannel implements ServiceStep<ReadChannel.Of, ReadChannel.Page, Nothing> {
  private static final int NOT_FOUND = 404;

  /** The last millisecond of the year 9999. */
  private static final long LATEST = 253_402_300_799_999L;

  /**
   * The input.
   *
   * @param count at most so many, the newest
   * @param before of those alone that are older than the one with this server id
   */
  public record Of(Jid channel, int count, Optional<Long> before) implements ServiceRequest<Page> {}

  /** The answer, the newest first. */
  public record Page(List<Published> messages) {
    public Page {
      messages = List.copyOf(messages);
    }
  }

  /**
   * A message of a channel.
   *
   * @param serverId the service's number of it in its channel
   * @param stanzaId its id
   * @param at when it was published
   * @param editedAt when it was edited last; empty for what was not
   * @param content empty when it is not told, as of what was deleted
   * @param views how often it was looked at
   * @param reactions how often each emoji was given
   */
  public record Published(
      long serverId,
      String stanzaId,
      Optional<Instant> at,
      Optional<Instant> editedAt,
      Optional<Content> content,
      Optional<Long> views,
      Map<String, Long> reactions) {
    public Published {
      reactions = Map.copyOf(reactions);
    }
  }

  @Override
  public Nothing gather(Work<Of> work, StateReader state, Turn turn) {
    return new Nothing();
  }

  @Override
  public List<Node> queries(Of request, Nothing nothing, Turn turn) {
    return List.of(
        Node.of(
                "iq",
                Node.of("messages")
                    .with("type", "jid")
                    .with("jid", request.channel())
                    .with("count", request.count())
                    .withIfPresent("before", request.before()))
            .with("to", Jid.SERVICE)
            .with("type", "get")
            .with("xmlns", "newsletter"));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Nothing nothing, Turn turn) {
    return answers
        .getFirst()
        .child("messages")
        .map(
            all ->
                ServiceStep.given(
                    new Page(
                        all.children("message").stream()
                            .flatMap(message -> read(message).stream())
                            .sorted((a, b) -> Long.compare(b.serverId(), a.serverId()))
                            .limit(request.count())
                            .toList())))
        .orElseGet(() -> ServiceStep.answer(new ServiceAnswer.Unanswered<Page>()));
  }

  @Override
  public Outcome refused(Of request, Reply.Refused refused, Nothing nothing, Turn turn) {
    return refused.code() == NOT_FOUND
        ? ServiceStep.answer(
            new ServiceAnswer.Impossible<Page>("channel-unknown", "There is no such channel."))
        : ServiceStep.super.refused(request, refused, nothing, turn);
  }

  private static Optional<Published> read(Node message) {
    Optional<Long> serverId = number(message, "server_id");
    return serverId.map(
        id ->
            new Published(
                id,
                message.attribute("id").orElse(""),
                message
                    .child("meta")
                    .flatMap(meta -> meta.time("original_msg_t"))
                    .or(() -> message.time("t")),
                message.child("meta").flatMap(ReadChannel::editedAt),
                message
                    .child("plaintext")
                    .flatMap(Node::bytes)
                    .filter(bytes -> !bytes.isEmpty())
                    .map(ReadChannel::content),
                message.child("views_count").flatMap(views -> number(views, "count")),
                reactions(message)));
  }

  /** An edited message bears the time of the edit; when it was published stands beside that. */
  private static Optional<Instant> editedAt(Node meta) {
    return number(meta, "msg_edit_t")
        .filter(millis -> millis > 0 && millis <= LATEST)
        .map(Instant::ofEpochMilli);
  }

  private static Content content(ByteString bytes) {
    return Contents.read(bytes);
  }

  private static Map<String, Long> reactions(Node message) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Node reaction :
        message.child("reactions").map(all -> all.children("reaction")).orElse(List.of())) {
      Optional<String> code = reaction.attribute("code");
      Optional<Long> count = number(reaction, "count");
      if (code.isPresent() && count.isPresent()) {
        counts.put(code.get(), count.get());
      }
    }
    return counts;
  }

  private static Optional<Long> number(Node node, String name) {
    return node.attribute(name).filter(text -> text.matches("[0-9]{1,18}")).map(Long::valueOf);
  }
}

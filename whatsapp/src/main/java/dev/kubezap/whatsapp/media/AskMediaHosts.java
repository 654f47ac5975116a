package dev.kubezap.whatsapp.media;

import dev.kubezap.whatsapp.MediaHosts;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Asks the service where files go to and come from, for a caller (PROTOCOL 8, {@code w:m}). */
public final class AskMediaHosts implements Step<AskMediaHosts.Wanted, AskMediaHosts.Nothing> {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?");
  private static final int MOST_HOSTS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long SHORTEST = 30;
  private static final long LONGEST = 86_400;
  private static final long USUAL = 300;

  /** They are wanted. */
  public record Wanted() {}

  /** Nothing is read. */
  public record Nothing() {}

  @Override
  public Nothing gather(Work<Wanted> work, StateReader state, Turn turn) {
    return new Nothing();
  }

  @Override
  public Outcome decide(Work<Wanted> work, Nothing nothing, Turn turn) {
    if (work.asked() == 0) {
      // Without a connection, or before the log-in, the query is not answered.
      return turn.identity().isPresent()
          ? Outcome.builder().ask(new Ask(List.of(query()), PATIENCE)).build()
          : answer(new MediaHosts.NotConnected());
    }
    return answer(
        switch (work.replies().getFirst()) {
          case Reply.Result(Node iq) ->
              read(iq)
                  .<MediaHosts>map(known -> known)
                  .orElseGet(() -> new MediaHosts.Refused(0, Duration.ZERO));
          case Reply.Refused(int code, String _, Duration retryAfter) ->
              new MediaHosts.Refused(code, retryAfter);
          case Reply.Missing _ -> new MediaHosts.NotConnected();
        });
  }

  private static Outcome answer(MediaHosts hosts) {
    return Outcome.builder().effect(new Effect.Answer(hosts)).build();
  }

  /** The question. */
  public static Node query() {
    return Node.of("iq", Node.of("media_conn"))
        .with("to", Jid.SERVICE)
        .with("type", "set")
        .with("xmlns", "w:m");
  }

  /** Hosts that are no names are left out; without any, and without a token, there is nothing. */
  public static Optional<MediaHosts.Known> read(Node iq) {
    Optional<Node> told = iq.child("media_conn");
    Optional<String> auth = told.flatMap(media -> media.attribute("auth"));
    List<String> hosts =
        told.stream()
            .flatMap(media -> media.children("host").stream())
            .flatMap(host -> host.attribute("hostname").stream())
            .filter(name -> HOST.matcher(name).matches())
            .distinct()
            .limit(MOST_HOSTS)
            .toList();
    if (auth.isEmpty() || hosts.isEmpty()) {
      return Optional.empty();
    }
    long seconds = told.get().number("ttl").orElse(USUAL);
    return Optional.of(
        new MediaHosts.Known(
            hosts, auth.get(), Duration.ofSeconds(Math.clamp(seconds, SHORTEST, LONGEST))));
  }
}

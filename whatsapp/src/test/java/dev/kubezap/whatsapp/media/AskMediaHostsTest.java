package dev.kubezap.whatsapp.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.MediaHosts;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Decisions;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Work;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AskMediaHostsTest {
  private static final AskMediaHosts STEP = new AskMediaHosts();
  private static final Work<AskMediaHosts.Wanted> WANTED = Work.of(new AskMediaHosts.Wanted());

  private static Outcome decide(Work<AskMediaHosts.Wanted> work, boolean paired) {
    return STEP.decide(
        work,
        new AskMediaHosts.Nothing(),
        paired ? Decisions.turn(Decisions.device(1)) : Decisions.unpaired());
  }

  private static MediaHosts answered(Reply reply) {
    Effect.Answer answer =
        (Effect.Answer) decide(WANTED.answered(List.of(reply)), true).effects().getFirst();
    return (MediaHosts) answer.value();
  }

  private static Node host(String name) {
    return Node.of("host").with("hostname", name);
  }

  @Test
  void asksOncePaired() {
    assertThat(decide(WANTED, true).ask().orElseThrow().queries())
        .containsExactly(
            Node.of("iq", Node.of("media_conn"))
                .with("to", Jid.SERVICE)
                .with("type", "set")
                .with("xmlns", "w:m"));
    assertThat(decide(WANTED, false).effects())
        .containsExactly(new Effect.Answer(new MediaHosts.NotConnected()));
  }

  @Test
  void readsHostsThatAreNames() {
    Node told =
        Node.of(
                "media_conn",
                host("mmg.whatsapp.net"),
                host("evil.example/path?"),
                host("127.0.0.1:8086"),
                host("mmg.whatsapp.net"))
            .with("auth", "token")
            .with("ttl", 100);

    assertThat(answered(new Reply.Result(Node.of("iq", told))))
        .isEqualTo(
            new MediaHosts.Known(
                List.of("mmg.whatsapp.net", "127.0.0.1:8086"), "token", Duration.ofSeconds(100)))
        .asString()
        .doesNotContain("token");
  }

  @Test
  void saysWhenThereAreNone() {
    MediaHosts none = new MediaHosts.Refused(0, Duration.ZERO);
    assertThat(answered(new Reply.Result(Node.of("iq")))).isEqualTo(none);
    assertThat(answered(new Reply.Result(Node.of("iq", Node.of("media_conn", host("a"))))))
        .isEqualTo(none);
    assertThat(
            answered(new Reply.Result(Node.of("iq", Node.of("media_conn").with("auth", "token")))))
        .isEqualTo(none);
    assertThat(answered(new Reply.Refused(429, "slow", Duration.ofSeconds(9))))
        .isEqualTo(new MediaHosts.Refused(429, Duration.ofSeconds(9)));
    assertThat(answered(new Reply.Missing())).isEqualTo(new MediaHosts.NotConnected());
  }
}

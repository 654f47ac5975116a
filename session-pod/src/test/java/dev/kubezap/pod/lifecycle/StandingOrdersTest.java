package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.api.Archive;
import dev.kubezap.pod.api.PageRequest;
import dev.kubezap.pod.api.Session;
import dev.kubezap.pod.config.FolderContent;
import dev.kubezap.pod.store.MessageQuery;
import dev.kubezap.pod.store.Samples;
import dev.kubezap.pod.store.Slice;
import dev.kubezap.whatsapp.Behaviour;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StandingOrdersTest {
  private static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");
  private static final Jid ALICE = Jid.phoneNumber("4915100000001");

  private final List<String> done = new ArrayList<>();
  private Optional<Jid> linked = Optional.of(ALICE);
  private boolean owned = true;
  private FolderContent wanted = FolderContent.EMPTY;
  private Instant now = NOW;

  private final WhatsAppClient client =
      proxy(
          WhatsAppClient.class,
          (name, arguments) ->
              switch (name) {
                case "logOut" -> {
                  done.add("logged out");
                  linked = Optional.empty();
                  yield CompletableFuture.completedFuture(null);
                }
                case "purge" -> {
                  done.add("purged " + arguments.getFirst());
                  yield CompletableFuture.completedFuture(1);
                }
                default -> throw new AssertionError(name);
              });
  private final Archive archive =
      proxy(
          Archive.class,
          (name, arguments) -> {
            assertThat(name).isEqualTo("messages");
            done.add("older than " + ((MessageQuery) arguments.get(0)).to().orElseThrow());
            StoredMessage message = Samples.text(1, ALICE, "x");
            return ((PageRequest) arguments.get(1)).cursor().isEmpty()
                ? new Slice<>(List.of(message), Optional.of("next"))
                : new Slice<StoredMessage>(List.of(), Optional.empty());
          });
  private final Session session =
      new Session() {
        @Override
        public Optional<WhatsAppClient> client() {
          return owned ? Optional.of(client) : Optional.empty();
        }

        @Override
        public SessionSnapshot snapshot() {
          return new SessionSnapshot(
              Phase.CONNECTED,
              Optional.empty(),
              Optional.empty(),
              linked,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              "2.3000.1",
              0);
        }
      };

  @Test
  void endsTheLinkWhenItsTimeHasCome() throws Exception {
    StandingOrders orders = orders();
    wanted = wants(Optional.empty(), Optional.of(NOW.plusSeconds(1)));
    orders.look();
    assertThat(done).isEmpty();
    now = NOW.plusSeconds(1);
    owned = false;
    orders.look();
    assertThat(done).as("another process owns it").isEmpty();
    owned = true;
    orders.look();
    orders.look();
    assertThat(done).containsExactly("logged out");
  }

  @Test
  void erasesWhatHasBeenKeptForLongEnough() throws Exception {
    StandingOrders orders = orders();
    orders.look();
    assertThat(done).as("kept for ever").isEmpty();
    wanted = wants(Optional.of(Duration.ofDays(90)), Optional.empty());
    orders.look();
    List<String> once =
        List.of(
            "older than 2026-08-23T09:30:00Z",
            "purged [" + Samples.id(1) + "]",
            "older than 2026-08-23T09:30:00Z");
    assertThat(done).containsExactlyElementsOf(once);
    now = NOW.plus(Duration.ofHours(5));
    orders.look();
    assertThat(done).hasSize(3);
    wanted = wants(Optional.of(Duration.ofDays(30)), Optional.empty());
    orders.look();
    assertThat(done).as("another time counts at once").hasSize(6);
    now = NOW.plus(Duration.ofHours(11));
    orders.look();
    assertThat(done).hasSize(9);
  }

  private StandingOrders orders() {
    Clock clock =
        new Clock() {
          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now;
          }
        };
    return new StandingOrders(session, archive, () -> wanted, clock);
  }

  private static FolderContent wants(Optional<Duration> retention, Optional<Instant> logoutAt) {
    return new FolderContent(
        List.of(), List.of(), List.of(), Behaviour.DEFAULT, retention, logoutAt);
  }

  /** Answers a method by its name and arguments. */
  private interface Answer {
    Object of(String name, List<Object> arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) ->
                answer.of(method.getName(), arguments == null ? List.of() : List.of(arguments))));
  }
}

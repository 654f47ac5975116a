package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.store.Samples;
import dev.kubezap.whatsapp.ChangeEnd;
import dev.kubezap.whatsapp.ChangeResult;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.group.ChangeParticipants;
import dev.kubezap.whatsapp.group.InviteCode;
import dev.kubezap.whatsapp.group.ParticipantAnswer;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is no message is done once under one key too, and answered alike. */
class KeyedRoutesTest {
  private static final String KEY = "Idempotency-Key";
  private static final Jid EVA = Jid.phoneNumber("4915112345678");
  private static final String GROUP = "/api/v1/groups/120363012345678901@g.us";
  private static final String PEOPLE = "{\"participants\":[\"+4915112345678\"]}";

  @AutoClose private final ApiFixture api = new ApiFixture();
  private final StoredMessage message = Samples.text(1, EVA, "helo");
  private final String path = "/api/v1/messages/" + message.id();

  @BeforeEach
  void store() {
    api.archive.messages.add(message);
  }

  /** How it ends for one who is added: the first time he comes in. */
  private void addsEva(int code) {
    api.client.services =
        _ ->
            new ServiceAnswer.Given<>(
                new ChangeParticipants.Changed(
                    List.of(
                        new ParticipantAnswer(
                            new GroupParticipant(
                                EVA,
                                Optional.empty(),
                                GroupParticipant.Role.MEMBER,
                                Optional.empty()),
                            code,
                            Optional.empty(),
                            Optional.empty()))));
  }

  private static String type(ApiFixture.Answer answer) throws Exception {
    return answer.json().path("type").asText().replaceAll(".*/", "");
  }

  @Test
  void arePartOfTheRoutesAndDescribedAsSuch() throws Exception {
    Set<String> served = new TreeSet<>();
    api.routes().forEach(route -> served.add(route.method() + " " + route.path()));
    assertThat(served).containsAll(KeyedRoutes.names());
    JsonNode paths = api.get("/openapi.json", "Authorization", "").longJson().path("paths");
    Set<String> described = new TreeSet<>();
    for (Route route : api.routes()) {
      JsonNode operation = paths.path(route.path()).path(route.method().toLowerCase(Locale.ROOT));
      if (operation.path("parameters").findValuesAsText("name").contains(KEY)) {
        described.add(route.method() + " " + route.path());
      }
    }
    described.removeIf(
        name ->
            name.startsWith("POST /api/v1/receivers/")
                || Set.of(
                        "POST /api/v1/messages",
                        "POST /api/v1/messages/bulk",
                        "POST /api/v1/messages/{id}/forward",
                        "POST /api/v1/status")
                    .contains(name));
    assertThat(described).isEqualTo(new TreeSet<>(KeyedRoutes.names()));
  }

  @Test
  void anEditIsMadeOnceAndAnsweredAlike() throws Exception {
    ApiFixture.Answer first = api.patch(path, "{\"text\":\"hello\"}", KEY, "k");
    ApiFixture.Answer again = api.patch(path + "?timeout=PT1S", "{\"text\":\"hello\"}", KEY, "k");
    assertThat(first.status()).isEqualTo(200);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(api.client.changes).hasSize(1);
    assertThat(api.client.changes.getFirst().key()).contains("k");
  }

  @Test
  void theKeyOfOneRequestIsNotThatOfAnother() throws Exception {
    assertThat(api.patch(path, "{\"text\":\"hello\"}", KEY, "k").status()).isEqualTo(200);
    for (ApiFixture.Answer other :
        List.of(
            api.patch(path, "{\"text\":\"hallo\"}", KEY, "k"),
            api.put(path + "/reaction", "{\"emoji\":\"👍\"}", KEY, "k"),
            api.delete(path, KEY, "k"),
            api.post(
                "/api/v1/messages",
                "{\"to\":\"+4915112345678\",\"type\":\"text\",\"text\":\"a\"}",
                KEY,
                "k"))) {
      assertThat(other.status()).isEqualTo(422);
      assertThat(type(other)).isEqualTo("idempotency-key-reused");
    }
    ApiFixture.Answer none = api.delete(path, KEY, "a key");
    assertThat(none.status()).isEqualTo(422);
    assertThat(none.json().path("errors").path(0).path("field").asText()).isEqualTo(KEY);
    assertThat(api.client.changes).hasSize(1);
  }

  @Test
  void aFailureIsToldAgainAndARefusalIsNot() throws Exception {
    api.client.changeEnds =
        Optional.of(
            new ChangeEnd.Failed(
                new MessageFailure("whatsapp-refused", OptionalInt.of(479), "It was refused.")));
    assertThat(api.delete(path, KEY, "failed").status()).isEqualTo(422);
    api.client.changeEnds = Optional.of(new ChangeEnd.Done());
    ApiFixture.Answer again = api.delete(path, KEY, "failed");
    assertThat(again.status()).isEqualTo(422);
    assertThat(again.json().path("whatsappCode").asInt()).isEqualTo(479);
    assertThat(again.header("Content-Type")).startsWith("application/problem+json");
    api.client.changeResult = new ChangeResult.Refused("not-paired", "Link it.");
    assertThat(api.delete(path, KEY, "refused").status()).isEqualTo(409);
    api.client.changeResult = new ChangeResult.Accepted("c2");
    assertThat(api.delete(path, KEY, "refused").status()).isEqualTo(200);
  }

  @Test
  void whoDidNotWaitMayWaitLater() throws Exception {
    assertThat(api.delete(path + "?wait=none", KEY, "k").status()).isEqualTo(202);
    api.client.changeResult = new ChangeResult.Repeated("c1", true);
    ApiFixture.Answer waits = api.delete(path + "?timeout=PT0.05S", KEY, "k");
    assertThat(waits.status()).isEqualTo(202);
    assertThat(waits.json().path("changeId").asText()).isEqualTo("c1");
  }

  @Test
  void aGroupIsChangedOnceAndAnsweredAsAtFirst() throws Exception {
    addsEva(200);
    ApiFixture.Answer first = api.post(GROUP + "/participants", PEOPLE, KEY, "k");
    assertThat(first.status()).isEqualTo(200);
    addsEva(409);
    ApiFixture.Answer again = api.post(GROUP + "/participants", PEOPLE, KEY, "k");
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.json().path("results").path(0).path("ok").asBoolean()).isTrue();
    assertThat(api.client.requests).hasSize(1);
    assertThat(api.post(GROUP + "/participants", PEOPLE).json()).isNotEqualTo(first.json());
  }

  @Test
  void whatBrokeOffIsDoneAgainOnlyWhereThatIsHarmless() throws Exception {
    api.client.services = _ -> new ServiceAnswer.Unanswered<>();
    assertThat(api.post(GROUP + "/participants", PEOPLE, KEY, "add").status()).isEqualTo(503);
    assertThat(api.delete(GROUP + "/invite", KEY, "revoke").status()).isEqualTo(503);
    addsEva(200);
    assertThat(api.post(GROUP + "/participants", PEOPLE, KEY, "add").status()).isEqualTo(200);
    api.client.services = _ -> new ServiceAnswer.Given<>(new InviteCode.Code("AbCdEfGh"));
    ApiFixture.Answer unknown = api.delete(GROUP + "/invite", KEY, "revoke");
    assertThat(unknown.status()).isEqualTo(409);
    assertThat(type(unknown)).isEqualTo("outcome-unknown");
    assertThat(api.delete(GROUP + "/invite", KEY, "another").status()).isEqualTo(200);
  }

  @Test
  void whatWasRefusedMayBeAskedForAgain() throws Exception {
    String body = "{\"subject\":\"Team\",\"participants\":[]}";
    ApiFixture.Answer alone = api.post("/api/v1/groups", body, KEY, "k");
    assertThat(alone.status()).isEqualTo(409);
    assertThat(type(alone)).isEqualTo("not-connected");
    api.client.services = _ -> new ServiceAnswer.Refused<>(403, Duration.ZERO);
    assertThat(api.post("/api/v1/groups", body, KEY, "k").status()).isEqualTo(422);
    assertThat(api.client.requests).hasSize(2);
  }

  @Test
  void anEqualRequestInFlightWaitsForTheFirstAnswer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<String> times = new ArrayList<>();
    api.client.services =
        _ -> {
          times.add("asked");
          asked.countDown();
          try {
            assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return new ServiceAnswer.Given<>(new InviteCode.Code("AbCdEfGh"));
        };
    CompletableFuture<String> first = deleted("k");
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<String> second = deleted("k");
    assertThat(api.delete(GROUP + "/invite?x=1", KEY, "k").status()).isEqualTo(422);
    go.countDown();
    assertThat(first.get(20, TimeUnit.SECONDS)).contains("AbCdEfGh");
    assertThat(second.get(20, TimeUnit.SECONDS)).contains("AbCdEfGh");
    assertThat(times).containsExactly("asked");
  }

  private CompletableFuture<String> deleted(String key) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return api.delete(GROUP + "/invite", KEY, key).json().toString();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }
}

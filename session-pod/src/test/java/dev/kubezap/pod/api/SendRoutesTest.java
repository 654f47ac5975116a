package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.contact.ListContacts;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Contact;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SendRoutesTest {
  private static final String BODY =
      "{\"to\":\"+49 1511\",\"type\":\"text\",\"text\":\"hello\"}"
          .replace("+49 1511", "+4915112345678");

  @AutoClose private final ApiFixture api = new ApiFixture();

  @Test
  void answersOnceTheMessageIsSent() throws Exception {
    ApiFixture.Answer answer =
        api.post(
            "/api/v1/messages",
            "{\"to\":\"4915112345678@c.us\",\"type\":\"text\",\"text\":\"hi @4915100000009\","
                + "\"mentions\":[\"+4915100000009\"],\"metadata\":{\"order\":\"7\"}}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().path("status").asText()).isEqualTo("sent");
    assertThat(answer.json().path("stanzaId").asText()).isNotEmpty();
    assertThat(answer.header("Location"))
        .isEqualTo("/api/v1/messages/" + answer.json().path("id").asText());
    var request = api.client.accepted.getFirst();
    assertThat(request.to()).isEqualTo(Jid.of("4915112345678@s.whatsapp.net"));
    assertThat(request.metadata()).isEqualTo(Map.of("order", "7"));
    assertThat(request.content().context().mentions())
        .containsExactly(Jid.of("4915100000009@s.whatsapp.net"));
  }

  @Test
  void putsIntoTheStatusFeedForWhomItNames() throws Exception {
    String status =
        "{\"type\":\"text\",\"text\":\"open\",\"recipients\":[\"+4915112345678\",\"100200300@lid\"]}";
    assertThat(api.post("/api/v1/status", status, "Idempotency-Key", "k").status()).isEqualTo(201);
    var request = api.client.accepted.getFirst();
    assertThat(request.to()).isEqualTo(Jid.STATUS);
    assertThat(request.audience())
        .containsExactly(Jid.phoneNumber("4915112345678"), Jid.lid("100200300"));
    String others = status.replace("100200300", "100200301");
    assertThat(api.post("/api/v1/status", others, "Idempotency-Key", "k2").status()).isEqualTo(201);
    assertThat(api.client.accepted.get(1).idempotency().orElseThrow().requestHash())
        .isNotEqualTo(request.idempotency().orElseThrow().requestHash());
  }

  @Test
  void aStatusMayWaitForThePhone() throws Exception {
    String status =
        "{\"type\":\"text\",\"text\":\"open\",\"recipients\":[\"+4915112345678\"],\"queue\":true}";
    assertThat(api.post("/api/v1/status", status).status()).isBetween(201, 202);
    assertThat(api.client.accepted.getFirst().beforeLink()).isTrue();
    assertThat(api.client.accepted.getFirst().audience())
        .containsExactly(Jid.phoneNumber("4915112345678"));
  }

  @Test
  void putsIntoTheStatusFeedForContacts() throws Exception {
    Contact named =
        Contact.of(Jid.phoneNumber("4915112345678"), Optional.empty(), FakeClient.NOW)
            .withName(Optional.of("Ada"));
    Contact unnamed =
        Contact.of(Jid.phoneNumber("4915112345679"), Optional.empty(), FakeClient.NOW);
    api.client.services =
        _ ->
            new ServiceAnswer.Given<>(
                new ListContacts.Found(List.of(named, unnamed), Optional.empty()));
    String status = "{\"type\":\"text\",\"text\":\"open\",\"recipients\":\"contacts\"}";
    assertThat(api.post("/api/v1/status", status).status()).isEqualTo(201);
    assertThat(api.client.accepted.getFirst().audience())
        .containsExactly(Jid.phoneNumber("4915112345678"));
  }

  @Test
  void answersAcceptedWhenTheTimeRunsOut() throws Exception {
    api.client.reaches = Optional.empty();

    ApiFixture.Answer answer = api.post("/api/v1/messages?timeout=PT0.2S", BODY);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("status").asText()).isEqualTo("queued");
    assertThat(api.client.accepted).hasSize(1);
  }

  @Test
  void doesNotWaitWhenToldSo() throws Exception {
    api.client.reaches = Optional.empty();

    assertThat(api.post("/api/v1/messages?wait=none", BODY).status()).isEqualTo(202);
  }

  @Test
  void doesNotWaitForAConnectionWhenQueued() throws Exception {
    api.client.reaches = Optional.empty();
    api.client.snapshot = FakeClient.showingQr(FakeClient.NOW);
    assertThat(api.client.snapshot.phase()).isNotEqualTo(Phase.CONNECTED);

    ApiFixture.Answer answer =
        api.post(
            "/api/v1/messages?timeout=PT60S", BODY.replace("\"type\"", "\"queue\":true,\"type\""));

    assertThat(answer.status()).isEqualTo(202);
  }

  @Test
  void waitsForTheDelivery() throws Exception {
    api.client.reaches = Optional.of(MessageStatus.SENT);
    assertThat(api.post("/api/v1/messages?wait=delivered&timeout=PT0.2S", BODY).status())
        .isEqualTo(202);

    api.client.reaches = Optional.of(MessageStatus.DELIVERED);
    ApiFixture.Answer delivered = api.post("/api/v1/messages?wait=delivered", BODY);
    assertThat(delivered.status()).isEqualTo(201);
    assertThat(delivered.json().path("status").asText()).isEqualTo("delivered");
  }

  @Test
  void repeatsAnAnswerForOneKey() throws Exception {
    ApiFixture.Answer first = api.post("/api/v1/messages", BODY, "Idempotency-Key", "order-7");
    String sameInOtherOrder =
        "{ \"text\":\"hello\", \"type\":\"text\", \"to\":\"+4915112345678\" }";
    ApiFixture.Answer second =
        api.post("/api/v1/messages", sameInOtherOrder, "Idempotency-Key", "order-7");

    assertThat(second.status()).isEqualTo(201);
    assertThat(second.json().path("id")).isEqualTo(first.json().path("id"));
    assertThat(api.client.accepted).hasSize(1);

    ApiFixture.Answer other =
        api.post("/api/v1/messages", BODY.replace("hello", "bye"), "Idempotency-Key", "order-7");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().path("code").asText()).isEqualTo("idempotency-key-reused");
    assertThat(api.client.accepted).hasSize(1);
  }

  @Test
  void tellsWhatWhatsAppRefused() throws Exception {
    api.client.fails =
        Optional.of(new MessageFailure("whatsapp-refused", OptionalInt.of(463), "Ask first."));

    ApiFixture.Answer answer = api.post("/api/v1/messages", BODY);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("code").asText()).isEqualTo("whatsapp-refused");
    assertThat(answer.json().path("whatsappCode").asInt()).isEqualTo(463);
    assertThat(answer.json().path("id").asText()).isNotEmpty();
  }

  @Test
  void tellsAFaultOfWhatsAppsServers() throws Exception {
    api.client.fails =
        Optional.of(new MessageFailure("whatsapp-refused", OptionalInt.of(500), "Try later."));

    assertThat(api.post("/api/v1/messages", BODY).status()).isEqualTo(502);
  }

  @Test
  void refusesWhileNotPaired() throws Exception {
    api.client.refuses = Optional.of(new SendResult.Refused("not-paired", "Pair it first."));

    ApiFixture.Answer answer = api.post("/api/v1/messages", BODY);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("code").asText()).isEqualTo("not-paired");
  }

  @Test
  void asksToTryAgainWhenNothingCanBeTakenYet() throws Exception {
    api.client.refuses = Optional.of(new SendResult.NotYet("The stored state was restored."));

    ApiFixture.Answer answer = api.post("/api/v1/messages", BODY);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.json().path("code").asText()).isEqualTo("not-yet");
  }

  @Test
  void refusesInStandbyAndWhileEnding() throws Exception {
    api.standby = true;
    ApiFixture.Answer standby = api.post("/api/v1/messages", BODY);
    assertThat(standby.status()).isEqualTo(503);
    assertThat(standby.header("Retry-After")).isNotEmpty();

    api.standby = false;
    api.gate.close();
    ApiFixture.Answer ending = api.post("/api/v1/messages", BODY);
    assertThat(ending.status()).isEqualTo(503);
    assertThat(ending.json().path("code").asText()).isEqualTo("shutting-down");
    assertThat(api.client.accepted).isEmpty();
  }
}

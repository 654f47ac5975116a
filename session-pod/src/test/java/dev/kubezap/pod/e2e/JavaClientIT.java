package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kubezap.client.CloudEvent;
import dev.kubezap.client.EventStream;
import dev.kubezap.client.KubezapClient;
import dev.kubezap.client.api.MessagesApi;
import dev.kubezap.client.invoker.ApiException;
import dev.kubezap.client.model.Message;
import dev.kubezap.client.model.SendDocument;
import dev.kubezap.client.model.SendFile;
import dev.kubezap.client.model.SendRequest;
import dev.kubezap.client.model.SendText;
import dev.kubezap.client.model.Sent;
import dev.kubezap.client.model.Session;
import dev.kubezap.simulator.crypto.Bytes;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Java client against a session's process: linked, text, file, events, a refusal. */
@Tag("e2e")
@Timeout(180)
class JavaClientIT {
  private static final String PEER = Stage.PHONES.getFirst();

  @TempDir private Path folder;

  @Test
  void doesWhatACallerNeeds() throws Exception {
    try (Stage stage = new Stage(folder)) {
      stage.pod().start();
      KubezapClient client = client(stage, stage.pod().process().apiKey());
      link(stage, client);
      BlockingQueue<CloudEvent> events = new LinkedBlockingQueue<>();
      CompletableFuture<Void> reading;
      try (EventStream stream = client.events("0", "message.received")) {
        reading = read(stream, events);
        sendsText(stage, client);
        sendsFile(stage, client);
        stage.simulator().send(PEER, Stage.OWN, "Good morning", true);
        CloudEvent event = events.poll(30, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        assertThat(event.type()).isEqualTo("dev.kubezap.message.received");
        Message received = client.data(event, Message.class);
        assertThat(received.getText()).isEqualTo("Good morning");
        assertThat(client.messages().getMessage(of(received.getId())).getText())
            .isEqualTo("Good morning");
        assertThat(received.getFromMe()).isFalse();
      }
      reading.get(30, TimeUnit.SECONDS);
      isRefused(stage, client);
      assertThat(stage.simulator().violations().list()).isEmpty();
    }
  }

  private static MessagesApi.APIGetMessageRequest of(String id) {
    return MessagesApi.APIGetMessageRequest.newBuilder().id(id).build();
  }

  private static KubezapClient client(Stage stage, String key) {
    return KubezapClient.of(URI.create(stage.pod().url() + "/api/v1"), () -> key);
  }

  private static void link(Stage stage, KubezapClient client) throws Exception {
    Session waiting = await(client, Session.PhaseEnum.AWAITING_PAIRING);
    stage.simulator().scan(Stage.OWN, Objects.requireNonNull(waiting.getQr()).getText());
    Session connected = await(client, Session.PhaseEnum.CONNECTED);
    assertThat(connected.getPhoneNumber()).isEqualTo("+" + Stage.OWN);
  }

  private static Session await(KubezapClient client, Session.PhaseEnum phase) {
    return Awaitility.await(phase.getValue())
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> client.session().getSession(),
            session ->
                phase.equals(session.getPhase())
                    && (phase != Session.PhaseEnum.AWAITING_PAIRING || session.getQr() != null));
  }

  private static CompletableFuture<Void> read(EventStream stream, BlockingQueue<CloudEvent> to) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            stream.forEach(to::add);
          } catch (ApiException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void sendsText(Stage stage, KubezapClient client) throws Exception {
    MessagesApi.APISendMessageRequest request =
        MessagesApi.APISendMessageRequest.newBuilder()
            .sendRequest(
                new SendRequest(
                    new SendText()
                        .to("+" + PEER)
                        .type(SendText.TypeEnum.TEXT)
                        .text("Your order is ready")
                        .metadata(Map.of("order", "1"))))
            .idempotencyKey("order-1")
            .build();

    Sent sent = client.messages().sendMessage(request);
    Sent again = client.messages().sendMessage(request);

    assertThat(sent.getStatus()).isEqualTo(Sent.StatusEnum.SENT);
    assertThat(again.getId()).isEqualTo(sent.getId());
    Awaitility.await("the text on the phone")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> stage.simulator().messages(PEER).stream().map(m -> m.text()).toList(),
            List.of("Your order is ready")::equals);
    assertThat(client.messages().getMessage(of(sent.getId())).getMetadata())
        .isEqualTo(Map.of("order", "1"));
  }

  private void sendsFile(Stage stage, KubezapClient client) throws Exception {
    byte[] bytes = new byte[3 << 20];
    new Random(1).nextBytes(bytes);
    Path file = Files.write(folder.resolve("invoice.bin"), bytes);

    Sent sent =
        client
            .files()
            .send(
                new SendRequest(
                    new SendDocument()
                        .to("+" + PEER)
                        .type(SendDocument.TypeEnum.DOCUMENT)
                        .media(new SendFile().filename("invoice.bin"))),
                file,
                "invoice-1");

    var onPhone =
        Awaitility.await("the file on the phone")
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    stage.simulator().messages(PEER).stream()
                        .filter(message -> message.id().equals(sent.getStanzaId()))
                        .toList(),
                found -> !found.isEmpty());
    assertThat(stage.simulator().file(onPhone.getFirst()).bytes()).isEqualTo(Bytes.of(bytes));
  }

  private static void isRefused(Stage stage, KubezapClient client) {
    ApiException none =
        catchThrowableOfType(
            ApiException.class, () -> client.messages().getMessage(of("no-such-message")));
    ApiException stranger =
        catchThrowableOfType(
            ApiException.class, () -> client(stage, "wrong").session().getSession());

    assertThat(none.getCode()).isEqualTo(404);
    assertThat(client.problem(none)).isPresent();
    assertThat(stranger.getCode()).isEqualTo(401);
  }
}

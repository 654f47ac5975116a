package dev.kubezap.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens to all sessions, as one stream of server-sent events. */
@QuarkusTest
@TestProfile(RunningGateway.Variables.class)
@WithKubernetesTestServer
@Timeout(120)
class FleetEventsTest extends RunningGateway {

  private EventPods pods;

  @BeforeEach
  void beginPods() throws Exception {
    pods = new EventPods();
  }

  @AfterEach
  void endPods() throws Exception {
    pods.close();
  }

  @Test
  void everySessionSaysHowItStandsAndThenWhatHappens() throws Exception {
    EventPods.Pod a = running("shop", "a");
    EventPods.Pod b = running("bank", "b");
    a.append("message.received", "before");
    try (EventReader reader = open(FLEET, "")) {
      List<EventReader.Event> statuses = List.of(reader.next(), reader.next());
      assertThat(statuses).extracting(EventReader.Event::type).containsOnly("session.status");
      assertThat(statuses)
          .extracting(EventReader.Event::source)
          .containsExactlyInAnyOrder("/namespaces/shop/sessions/a", "/namespaces/bank/sessions/b");
      assertThat(statuses.getFirst().document().at("/data/phase").asText()).isEqualTo("Connected");
      awaitOpen(a, 1);
      awaitOpen(b, 1);
      a.append("message.received", "one");
      assertThat(reader.next(1).getFirst().text()).isEqualTo("one");
      b.append("message.sent", "two");
      EventReader.Event two = reader.next(1).getFirst();
      assertThat(two.type()).isEqualTo("message.sent");
      assertThat(two.document().path("id").asText()).isEqualTo("/namespaces/bank/sessions/b-1");
      assertThat(a.requests().getFirst())
          .containsEntry("authorization", "Bearer the-gateways-token")
          .containsEntry("kubezap-scopes", "read");
    }
    // A pod that nobody reads has no stream.
    awaitOpen(a, 0);
  }

  @Test
  void aReaderWhoComesBackMissesNothingAndSeesNothingTwice() throws Exception {
    EventPods.Pod a = running("shop", "a");
    EventPods.Pod b = running("shop", "b");
    String id;
    try (EventReader reader = open(FLEET, "")) {
      awaitOpen(a, 1);
      awaitOpen(b, 1);
      a.append("message.received", "a1");
      assertThat(reader.next(1).getFirst().text()).isEqualTo("a1");
      // The place of b, of which no event was read, is known, too.
      await().until(() -> !reader.lastId().isEmpty());
      id = reader.lastId();
    }
    awaitOpen(a, 0);
    IntStream.rangeClosed(2, 300).forEach(i -> a.append("message.received", "a" + i));
    IntStream.rangeClosed(1, 200).forEach(i -> b.append("message.received", "b" + i));
    try (EventReader other = open(FLEET, "");
        EventReader reader = open(FLEET, "", "Last-Event-ID", id)) {
      awaitOpen(a, 1);
      List<EventReader.Event> missed = reader.next(499);
      a.append("message.received", "a301");
      b.append("message.received", "b201");
      List<EventReader.Event> all =
          Stream.concat(missed.stream(), reader.next(2).stream()).toList();
      assertThat(texts(all, "a"))
          .containsExactlyElementsOf(IntStream.rangeClosed(2, 301).mapToObj(i -> "a" + i).toList());
      assertThat(texts(all, "b"))
          .containsExactlyElementsOf(IntStream.rangeClosed(1, 201).mapToObj(i -> "b" + i).toList());
      assertThat(other.next(2))
          .extracting(EventReader.Event::text)
          .containsExactlyInAnyOrder("a301", "b201");
      assertThat(reader.waiting()).isZero();
    }
  }

  @Test
  void aPodThatGoesAndComesLosesNothing() throws Exception {
    EventPods.Pod a = running("shop", "a");
    try (EventReader reader = open(FLEET, "")) {
      awaitOpen(a, 1);
      a.append("message.received", "1");
      reader.next(1);
      a.drop();
      a.append("message.received", "2");
      assertThat(reader.next(1).getFirst().text()).isEqualTo("2");
      assertThat(a.requests().getLast()).containsEntry("last-event-id", "1");
    }
  }

  @Test
  void aSessionThatIsMadeMeanwhileIsToldFromItsBegin() throws Exception {
    try (EventReader reader = open(FLEET, "")) {
      EventPods.Pod a = pods.pod("shop", "a");
      a.append("session.qr", "first of all");
      make("{\"name\": \"a\"}");
      report(resource("shop", "a"), "AwaitingPairing", null, a.url());
      assertThat(reader.next(1).getFirst().text()).isEqualTo("first of all");
      report(resource("shop", "a"), "Connected", null, a.url());
      EventReader.Event last = reader.next();
      while (!last.document().at("/data/phase").asText().equals("Connected")) {
        last = reader.next();
      }
      assertThat(last.type()).isEqualTo("session.status");
      kubernetes.resource(resource("shop", "a")).delete();
      EventReader.Event gone = reader.next(1).getFirst();
      assertThat(gone.type()).isEqualTo("session.deleted");
      assertThat(gone.document().at("/data/id").asText()).isEqualTo("shop/a");
    }
  }

  @Test
  void readersShareOneStreamToAPodAndSeeWhatTheyMayAndWant() throws Exception {
    EventPods.Pod shop = running("shop", "a");
    EventPods.Pod bank = running("bank", "b");
    try (EventReader all = open(FLEET, "");
        EventReader again = open(FLEET, "");
        EventReader some = open(READER, "");
        EventReader one = open(FLEET, "?session=bank/b&events=message.sent,message.status")) {
      awaitOpen(shop, 1);
      awaitOpen(bank, 1);
      shop.append("message.received", "s");
      bank.append("message.received", "b");
      bank.append("message.status", "b2");
      assertThat(all.next(3)).extracting(EventReader.Event::text).contains("s", "b", "b2");
      again.next(3);
      assertThat(one.next().text()).isEqualTo("b2");
      assertThat(some.next(1).getFirst().text()).isEqualTo("s");
      assertThat(some.waiting() + one.waiting()).isZero();
      assertThat(shop.requests()).hasSize(1);
      assertThat(bank.requests()).hasSize(1);
    }
  }

  /** Who does not read is cut off with what is bounded, and reads the rest when they come back. */
  @Test
  void aSlowReaderIsCutOffAndMissesNothing() throws Exception {
    EventPods.Pod a = running("shop", "a");
    URI uri = URI.create(String.valueOf(root));
    try (EventReader fast = open(FLEET, "");
        var slow = new Socket()) {
      awaitOpen(a, 1);
      slow.setReceiveBufferSize(4096);
      slow.connect(new java.net.InetSocketAddress(uri.getHost(), uri.getPort()));
      slow.getOutputStream()
          .write(
              ("GET /api/v1/events HTTP/1.1\r\nHost: x\r\nX-API-Key: " + FLEET + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      await().until(() -> slow.getInputStream().read() == 'H');
      String text = "x".repeat(10_000);
      int sent = 0;
      while (sent < 2000) {
        for (int i = 0; i < 20; i++) {
          a.append("message.received", sent++ + text);
        }
        fast.next(20);
      }
      // What the system and the gateway hold is far below the 20 MB that were told.
      InputStream in = slow.getInputStream();
      long got = 0;
      byte[] part = new byte[65_536];
      var tail = new StringBuilder();
      try {
        for (int n = in.read(part); n >= 0; n = in.read(part)) {
          got += n;
          tail.append(new String(part, 0, n, StandardCharsets.UTF_8));
        }
      } catch (java.io.IOException cut) {
        // So it is.
      }
      assertThat(got).isLessThan(15_000_000);
      var ids = tail.toString().lines().filter(line -> line.startsWith("id: ")).toList();
      // The last one may be cut.
      String last = ids.get(ids.size() - 2).substring(4);
      try (EventReader back = open(FLEET, "", "Last-Event-ID", last)) {
        EventReader.Event event = back.next(1).getFirst();
        int first = Integer.parseInt(event.text().replace("x", ""));
        List<EventReader.Event> rest = back.next(2000 - first - 1);
        assertThat(rest.getLast().text()).startsWith("1999x");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "?events=message.sent&page=2, page",
    "?events=message.send, events",
    "?session=a, session",
    "?after=7, after"
  })
  void whatIsWrongIsNamed(String query, String field) throws Exception {
    HttpResponse<String> answer = send("GET", "/api/v1/events" + query, FLEET, "");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(json(answer).at("/errors/0/field").asText()).isEqualTo(field);
    HttpResponse<String> id = send("GET", "/api/v1/events", FLEET, "", "Last-Event-ID", "seven");
    assertThat(id.statusCode()).isEqualTo(422);
    assertThat(send("GET", "/api/v1/events", "", "").statusCode()).isEqualTo(401);
    assertThat(send("GET", "/api/v1/events/ws", FLEET, "").statusCode()).isEqualTo(400);
  }

  @Test
  void twoHundredSessionsAndFiveReadersAreTwoHundredStreams() throws Exception {
    List<EventPods.Pod> fleet =
        IntStream.range(0, 200).mapToObj(i -> pods.pod("shop", "s" + i)).toList();
    for (int i = 0; i < fleet.size(); i++) {
      var session = SessionsOf.session("shop", "s" + i);
      report(kubernetes.resource(session).create(), "Connected", null, fleet.get(i).url());
    }
    await().until(() -> ids("?phase=Connected&limit=200", FLEET).size() == 200);
    List<EventReader> readers =
        List.of(
            open(FLEET, ""), open(FLEET, ""), open(FLEET, ""), open(FLEET, ""), open(READER, ""));
    try {
      fleet.forEach(pod -> awaitOpen(pod, 1));
      for (int round = 0; round < 5; round++) {
        fleet.forEach(pod -> pod.append("message.received", "x"));
        for (EventReader reader : readers) {
          Set<String> sources =
              reader.next(200).stream().map(EventReader.Event::source).collect(Collectors.toSet());
          assertThat(sources).hasSize(200);
        }
      }
      assertThat(fleet).allSatisfy(pod -> assertThat(pod.requests()).hasSize(1));
      assertThat(readers.getFirst().lastId().length()).isLessThan(4000);
    } finally {
      for (EventReader reader : readers) {
        reader.close();
      }
    }
  }

  private static List<String> texts(List<EventReader.Event> events, String session) {
    return events.stream()
        .filter(event -> event.source().endsWith("/" + session))
        .map(EventReader.Event::text)
        .toList();
  }

  private EventPods.Pod running(String namespace, String name) throws Exception {
    EventPods.Pod started = pods.pod(namespace, name);
    make(JSON.writeValueAsString(Map.of("namespace", namespace, "name", name)));
    report(resource(namespace, name), "Connected", null, started.url());
    await()
        .until(
            () ->
                json(send("GET", "/api/v1/sessions/" + namespace + "/" + name, FLEET, ""))
                    .path("connected")
                    .asBoolean());
    return started;
  }

  private static void awaitOpen(EventPods.Pod pod, int count) {
    await().until(() -> pod.open() == count);
  }

  private EventReader open(String key, String query, String... headers) throws Exception {
    return new EventReader(http, request("GET", "/api/v1/events" + query, key, "", headers));
  }
}

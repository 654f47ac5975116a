package dev.kubezap.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubezap.client.api.CallsApi;
import dev.kubezap.client.api.ChannelsApi;
import dev.kubezap.client.api.ChatsApi;
import dev.kubezap.client.api.ContactsApi;
import dev.kubezap.client.api.EventsApi;
import dev.kubezap.client.api.GroupsApi;
import dev.kubezap.client.api.MessagesApi;
import dev.kubezap.client.api.ProfileApi;
import dev.kubezap.client.api.QuarantineApi;
import dev.kubezap.client.api.QueueApi;
import dev.kubezap.client.api.SessionApi;
import dev.kubezap.client.api.WebhooksApi;
import dev.kubezap.client.invoker.ApiClient;
import dev.kubezap.client.invoker.ApiException;
import dev.kubezap.client.model.Problem;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The API of one session.
 *
 * <p>Operations are generated from the document that the session serves as {@code /openapi.json}.
 * They block the calling thread and throw {@link ApiException}, whose {@link #problem} says what to
 * do. Nothing is repeated by itself: a message is sent once for an idempotency key, so its sending
 * may be repeated by the caller. An operation without an answer ends after 150 s.
 */
public final class KubezapClient {
  private static final String PREFIX = "/api/v1";
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

  /** A session waits for at most two minutes before it answers. */
  private static final Duration ANSWER = Duration.ofSeconds(150);

  /** Three of the session's heartbeats, which it sends every 15 s. */
  private static final Duration SILENCE = Duration.ofSeconds(45);

  private final URI address;
  private final Supplier<String> key;
  private final ApiClient api;
  private final HttpClient http;
  private final Duration silence;

  private KubezapClient(
      URI address, Supplier<String> key, HttpClient.Builder builder, Duration silence) {
    this.address = address;
    this.key = key;
    this.silence = silence;
    http = builder.build();
    URI root = address.resolve("/");
    api = new ApiClient(builder, ApiClient.createDefaultObjectMapper(), root.toString());
    api.setRequestInterceptor(this::prepare);
    api.setReadTimeout(ANSWER);
  }

  /**
   * A client of a session.
   *
   * @param address what stands for the session's {@code /api/v1}: {@code
   *     http://was-shop.team.svc:8080/api/v1}, or at the gateway {@code
   *     https://gateway.example/api/v1/sessions/team/shop}
   * @param key asked for at each request, so that a key may be replaced
   * @throws IllegalArgumentException if the address is not one of http or https
   */
  public static KubezapClient of(URI address, Supplier<String> key) {
    // The session speaks HTTP/1.1; asking each time whether it speaks more costs a round.
    return of(
        address,
        key,
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT));
  }

  /**
   * The same with connections of the caller's making, such as with a certificate authority or a
   * proxy of his own.
   */
  public static KubezapClient of(URI address, Supplier<String> key, HttpClient.Builder builder) {
    return of(address, key, builder, SILENCE);
  }

  static KubezapClient of(
      URI address, Supplier<String> key, HttpClient.Builder builder, Duration silence) {
    String scheme = String.valueOf(address.getScheme());
    if (!scheme.matches("https?") || address.getHost() == null) {
      throw new IllegalArgumentException(
          "the address of a session begins with http:// or https:// and names a host");
    }
    return new KubezapClient(address, key, builder, silence);
  }

  private void prepare(HttpRequest.Builder request) {
    URI generated = request.copy().build().uri();
    request.uri(at(generated)).header("Authorization", "Bearer " + key.get());
  }

  /** Where a path of the document is at this address. */
  URI at(URI generated) {
    String path = generated.getRawPath().replaceFirst("^/+", "/");
    String own = String.valueOf(address.getRawPath()).replaceFirst("/+$", "");
    String moved = path.startsWith(PREFIX + "/") ? own + path.substring(PREFIX.length()) : path;
    String query = generated.getRawQuery() == null ? "" : "?" + generated.getRawQuery();
    return address.resolve(moved + query);
  }

  /** State, QR and pairing code, log-out. */
  public SessionApi session() {
    return new SessionApi(api);
  }

  /** Messages: sent, read, changed. */
  public MessagesApi messages() {
    return new MessagesApi(api);
  }

  /** Messages with a file, which is read from the disk while it is sent. */
  public FileMessages files() {
    return new FileMessages(http, this::at, key, json());
  }

  /** Chats. */
  public ChatsApi chats() {
    return new ChatsApi(api);
  }

  /** Contacts. */
  public ContactsApi contacts() {
    return new ContactsApi(api);
  }

  /** Groups. */
  public GroupsApi groups() {
    return new GroupsApi(api);
  }

  /** Channels. */
  public ChannelsApi channels() {
    return new ChannelsApi(api);
  }

  /** Calls. */
  public CallsApi calls() {
    return new CallsApi(api);
  }

  /** The account's own profile. */
  public ProfileApi profile() {
    return new ProfileApi(api);
  }

  /** Messages that wait to be sent. */
  public QueueApi queue() {
    return new QueueApi(api);
  }

  /** Webhooks and their deliveries. */
  public WebhooksApi webhooks() {
    return new WebhooksApi(api);
  }

  /** What could not be read. */
  public QuarantineApi quarantine() {
    return new QuarantineApi(api);
  }

  /** Events that are stored, by page. {@link #events(String, String...)} goes on as they come. */
  public EventsApi storedEvents() {
    return new EventsApi(api);
  }

  /**
   * Events as they happen.
   *
   * @param lastEventId goes on after it; empty: from now on
   * @param names only events of these names, such as {@code message.received}; none: all
   */
  public EventStream events(String lastEventId, String... names) {
    String query = names.length == 0 ? "" : "?events=" + String.join(",", List.of(names));
    ReconnectDelay delay =
        new ReconnectDelay(FIRST_DELAY, LONGEST_DELAY, RandomGenerator.getDefault());
    URI stream = at(URI.create(PREFIX + "/events" + query));
    return new EventStream(http, stream, key, json(), delay, silence, lastEventId);
  }

  /**
   * What an event says, such as {@code dev.kubezap.client.model.Message} of {@code
   * message.received} and {@code StatusEventData} of {@code message.status}; {@code x-events} in
   * the session's document names the type of each.
   *
   * @throws IllegalArgumentException if the data are not of that type
   */
  public <T> T data(CloudEvent event, Class<T> type) {
    return json().convertValue(event.data(), type);
  }

  /**
   * What the session says about a call that it refused.
   *
   * @return empty if the answer came from elsewhere, such as from a proxy in between
   */
  public Optional<Problem> problem(ApiException refused) {
    String body = refused.getResponseBody();
    if (body == null || body.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(json().readValue(body, Problem.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private ObjectMapper json() {
    return api.getObjectMapper();
  }
}

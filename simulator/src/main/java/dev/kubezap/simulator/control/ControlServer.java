package dev.kubezap.simulator.control;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.fault.FaultRule;
import dev.kubezap.simulator.pairing.PairingException;
import dev.kubezap.simulator.store.Json;
import dev.kubezap.simulator.transport.Listening;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Serves the control API: JSON over HTTP, for tests and demos on one machine, without a key. */
public final class ControlServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ControlServer.class.getName());
  private static final int MAX_BODY = 1 << 20;

  private final Simulator simulator;
  private final String host;
  private final ObjectMapper json = Json.mapper();
  private final HttpServer http;
  private final List<Route> routes = new ArrayList<>();

  private ControlServer(Simulator simulator, String host, int port) throws IOException {
    this.simulator = simulator;
    this.host = host;
    http = Listening.at(host, port, address -> HttpServer.create(address, 256));
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", this::handle);
    AccountRoutes accounts = new AccountRoutes(simulator);
    ConnectionRoutes connections = new ConnectionRoutes(simulator);
    get("/info", _ -> info());
    get("/accounts", _ -> accounts.list());
    post("/accounts", 201, c -> accounts.create(c.body(Requests.NewAccount.class)));
    get("/accounts/([^/]+)", c -> accounts.get(c.part(1)));
    add(
        "PATCH",
        "/accounts/([^/]+)",
        200,
        c -> accounts.change(c.part(1), c.body(Requests.AccountChange.class)));
    post("/accounts/([^/]+)/scan", 200, c -> accounts.scan(c.part(1), c.body(Requests.Scan.class)));
    post(
        "/accounts/([^/]+)/pairing-code",
        200,
        c -> accounts.enterCode(c.part(1), c.body(Requests.Code.class)));
    post(
        "/accounts/([^/]+)/passkey",
        200,
        c -> accounts.signWithPasskey(c.part(1), c.body(Requests.Passkey.class)));
    get("/accounts/([^/]+)/messages", c -> accounts.messages(c.part(1)));
    post(
        "/accounts/([^/]+)/messages",
        201,
        c -> accounts.send(c.part(1), c.body(Requests.NewMessage.class)));
    get("/accounts/([^/]+)/messages/([^/]+)/file", c -> accounts.file(c.part(1), c.part(2)));
    post(
        "/accounts/([^/]+)/read",
        200,
        c -> accounts.read(c.part(1), c.body(Requests.MessageReference.class)));
    post(
        "/accounts/([^/]+)/retry",
        200,
        c -> accounts.retry(c.part(1), c.body(Requests.MessageReference.class)));
    post("/accounts/([^/]+)/logout-companions", 200, c -> accounts.logOutCompanions(c.part(1)));
    GroupRoutes groups = new GroupRoutes(simulator);
    get("/groups", _ -> groups.list());
    get("/groups/([^/]+)", c -> groups.get(c.part(1)));
    post(
        "/accounts/([^/]+)/groups",
        201,
        c -> groups.create(c.part(1), c.body(GroupRoutes.NewGroup.class)));
    post(
        "/groups/([^/]+)/changes",
        200,
        c -> groups.change(c.part(1), c.body(GroupRoutes.Change.class)));
    people(new PeopleRoutes(simulator));
    labels(new LabelRoutes(simulator));
    get("/connections", _ -> connections.list());
    post(
        "/connections/([0-9]+)/demands",
        200,
        c -> connections.demand(c.part(1), c.body(Requests.Demand.class)));
    get("/faults", _ -> simulator.faults().list());
    post("/faults", 201, c -> Map.of("id", simulator.fault(c.body(FaultRule.class)).id()));
    delete("/faults", _ -> simulator.faults().clear());
    delete("/faults/([0-9]{1,18})", c -> removeFault(Long.parseLong(c.part(1))));
    get("/violations", _ -> simulator.violations().list());
    delete("/violations", _ -> simulator.violations().clear());
  }

  private void people(PeopleRoutes people) {
    get("/accounts/([^/]+)/person", c -> people.get(c.part(1)));
    add(
        "PATCH",
        "/accounts/([^/]+)/person",
        200,
        c -> people.change(c.part(1), c.body(PeopleRoutes.Change.class)));
    post(
        "/accounts/([^/]+)/typing",
        200,
        c -> people.type(c.part(1), c.body(PeopleRoutes.Typing.class)));
    post(
        "/accounts/([^/]+)/blocks",
        200,
        c -> people.block(c.part(1), c.body(PeopleRoutes.Block.class)));
    post(
        "/accounts/([^/]+)/calls",
        201,
        c -> people.call(c.part(1), c.body(PeopleRoutes.NewCall.class)));
    get("/calls/([^/]+)", c -> people.view(c.part(1)));
    post("/calls/([^/]+)/end", 200, c -> people.end(c.part(1), c.body(PeopleRoutes.CallEnd.class)));
    get("/typing", _ -> people.typed());
  }

  private void labels(LabelRoutes labels) {
    get("/accounts/([^/]+)/labels", c -> labels.list(c.part(1)));
    add(
        "PUT",
        "/accounts/([^/]+)/labels/([^/]+)",
        200,
        c -> labels.set(c.part(1), c.part(2), c.body(LabelRoutes.Change.class)));
    delete("/accounts/([^/]+)/labels/([^/]+)", c -> labels.delete(c.part(1), c.part(2)));
    post(
        "/accounts/([^/]+)/labels/([^/]+)/marks",
        200,
        c -> labels.mark(c.part(1), c.part(2), c.body(LabelRoutes.Mark.class)));
  }

  /**
   * Serves the control API of a simulator.
   *
   * @param port 0 for any
   * @throws IOException when the port cannot be used
   */
  public static ControlServer start(Simulator simulator, String host, int port) throws IOException {
    ControlServer control = new ControlServer(simulator, host, port);
    control.http.start();
    return control;
  }

  private interface Handler {
    Object handle(Call call) throws IOException;
  }

  private interface Deletion {
    void handle(Call call);
  }

  private record Route(String method, Pattern path, int status, Handler handler) {}

  private void get(String path, Handler handler) {
    add("GET", path, 200, handler);
  }

  private void post(String path, int status, Handler handler) {
    add("POST", path, status, handler);
  }

  private void delete(String path, Deletion deletion) {
    add(
        "DELETE",
        path,
        200,
        call -> {
          deletion.handle(call);
          return Map.of();
        });
  }

  private void add(String method, String path, int status, Handler handler) {
    routes.add(new Route(method, Pattern.compile(path), status, handler));
  }

  private final class Call {
    private final HttpExchange exchange;
    private final Matcher path;

    Call(HttpExchange exchange, Matcher path) {
      this.exchange = exchange;
      this.path = path;
    }

    String part(int index) {
      return path.group(index);
    }

    <T> T body(Class<T> type) throws IOException {
      byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
      if (bytes.length > MAX_BODY) {
        throw new ApiException(413, "A body has at most 1 MiB");
      }
      T body =
          json.readValue(bytes.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : bytes, type);
      if (body == null) {
        throw new ApiException(400, "The body is null");
      }
      return body;
    }
  }

  private Views.Info info() {
    return new Views.Info(
        simulator.webSocketUrl(), url(), simulator.noiseRoot(), simulator.caPem().orElse(null));
  }

  private void removeFault(long id) {
    if (!simulator.faults().remove(id)) {
      throw new ApiException(404, "There is no fault " + id);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status;
      Object answer;
      try {
        Route route = null;
        Matcher path = null;
        for (Route candidate : routes) {
          Matcher matcher = candidate.path().matcher(exchange.getRequestURI().getPath());
          if (candidate.method().equals(exchange.getRequestMethod()) && matcher.matches()) {
            route = candidate;
            path = matcher;
            break;
          }
        }
        if (route == null || path == null) {
          throw new ApiException(404, "No such request: simulator/README.md lists them");
        }
        answer = route.handler().handle(new Call(exchange, path));
        status = route.status();
      } catch (ApiException e) {
        status = e.status();
        answer = error(e.getMessage());
      } catch (PairingException e) {
        status = 409;
        answer = error(e.getMessage());
      } catch (JacksonException e) {
        status = 400;
        answer = error(BodyErrors.sentence(e));
      } catch (IllegalArgumentException e) {
        status = 400;
        answer = error(e.getMessage());
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "a request failed", e);
        status = 500;
        answer = error(e.getMessage());
      }
      byte[] body = json.writeValueAsBytes(answer);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static Map<String, String> error(@Nullable String message) {
    return Map.of("error", message == null ? "unknown" : message);
  }

  /** URL of the control API. */
  public String url() {
    return "http://" + host + ":" + http.getAddress().getPort();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}

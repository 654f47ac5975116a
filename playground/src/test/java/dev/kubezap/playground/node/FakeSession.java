package dev.kubezap.playground.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The program of the test's pods: tells its variables and files, and can be made to end. */
public final class FakeSession {

  private FakeSession() {}

  public static void main(String[] arguments) throws IOException {
    var data = Path.of(System.getenv("KUBEZAP_DATA_DIR"), "starts");
    Files.writeString(data, Files.exists(data) ? Files.readString(data) + "+" : "+");
    serve("KUBEZAP_HTTP_PORT");
    serve("KUBEZAP_MANAGEMENT_PORT");
    System.out.println("serving " + String.join(" ", arguments));
  }

  private static void serve(String variable) throws IOException {
    var port = Integer.parseInt(System.getenv(variable));
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/healthz", exchange -> answer(exchange, "ok"));
    server.createContext(
        "/env/", exchange -> answer(exchange, String.valueOf(System.getenv(rest(exchange)))));
    server.createContext(
        "/file/",
        exchange -> {
          var words = rest(exchange).split("/", 2);
          var file = Path.of(System.getenv(words[0]), words[1]);
          answer(exchange, Files.exists(file) ? Files.readString(file) : "absent");
        });
    server.createContext("/exit", exchange -> Runtime.getRuntime().halt(3));
    server.start();
  }

  private static String rest(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().replaceFirst("^/[a-z]+/", "");
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}

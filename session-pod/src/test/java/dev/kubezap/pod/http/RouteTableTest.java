package dev.kubezap.pod.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouteTableTest {
  private static final Route LIST = route("GET", "/messages");
  private static final Route ONE = route("GET", "/messages/{id}");
  private static final Route CATALOG = route("GET", "/messages/catalog");
  private static final Route SEND = route("POST", "/messages");
  private final RouteTable table = new RouteTable(List.of(LIST, ONE, CATALOG, SEND));

  @Test
  void findsLiteralsBeforeParameters() {
    assertThat(table.match("GET", "/messages"))
        .isEqualTo(new RouteTable.Match.Found(LIST, Map.of()));
    assertThat(table.match("GET", "/messages/catalog"))
        .isEqualTo(new RouteTable.Match.Found(CATALOG, Map.of()));
    assertThat(table.match("GET", "/messages/a%20b+c%40d"))
        .isEqualTo(new RouteTable.Match.Found(ONE, Map.of("id", "a b+c@d")));
  }

  @Test
  void tellsOtherMethodsFromOtherPaths() {
    assertThat(table.match("PUT", "/messages"))
        .isEqualTo(new RouteTable.Match.OtherMethods(List.of("GET", "POST")));
    assertThat(table.match("GET", "/messages/")).isEqualTo(new RouteTable.Match.None());
    assertThat(table.match("GET", "/messages/a/b")).isEqualTo(new RouteTable.Match.None());
  }

  @Test
  void refusesABrokenEscape() {
    assertThatThrownBy(() -> table.match("GET", "/messages/%zz"))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(400));
  }

  private static Route route(String method, String path) {
    return new Route(
        method,
        path,
        new Route.Access.Open(),
        Route.Body.NONE,
        new Route.Endpoint.Answer(request -> Reply.noContent()));
  }
}

package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds who handles an input: stanzas by the first route that wants them, everything else by its
 * type.
 */
final class Router {
  private final List<StanzaRoute> stanzas;
  private final Map<Class<?>, Handler> inputs;

  /**
   * Where a kind of stanza goes.
   *
   * @param kind its name in metrics and in the quarantine
   */
  record StanzaRoute(String kind, Predicate<Node> wants, Handler handler) {}

  /** Collects routes. */
  static final class Builder {
    private final List<StanzaRoute> stanzas = new ArrayList<>();
    private final Map<Class<?>, Handler> inputs = new HashMap<>();

    /** Stanzas that the predicate wants, unless an earlier route wanted them. */
    <G> Builder stanza(String kind, Predicate<Node> wants, Step<Node, G> step) {
      stanzas.add(new StanzaRoute(kind, wants, Handler.of(Node.class, step)));
      return this;
    }

    /** Notifications of a type. */
    <G> Builder notification(String type, Step<Node, G> step) {
      return stanza(
          "notification-" + type, node -> node.is("notification") && node.has("type", type), step);
    }

    /** Inputs of a type. */
    <I, G> Builder input(Class<I> type, Step<I, G> step) {
      inputs.put(type, Handler.of(type, step));
      return this;
    }

    /** Inputs of a type that concern the session itself. */
    <I, G> Builder session(Class<I> type, SessionStep<I, G> step) {
      inputs.put(type, Handler.of(type, step));
      return this;
    }

    Router build() {
      return new Router(stanzas, inputs);
    }
  }

  /** A handler with the name of what it handles. */
  record Routed(String kind, Handler handler) {}

  private Router(List<StanzaRoute> stanzas, Map<Class<?>, Handler> inputs) {
    this.stanzas = List.copyOf(stanzas);
    this.inputs = Map.copyOf(inputs);
  }

  /** Who handles the input. Empty when nobody does. */
  Optional<Routed> route(Object input) {
    if (input instanceof Node stanza) {
      return stanzas.stream()
          .filter(route -> route.wants().test(stanza))
          .findFirst()
          .map(route -> new Routed(route.kind(), route.handler()));
    }
    return Optional.ofNullable(inputs.get(input.getClass()))
        .map(handler -> new Routed(input.getClass().getSimpleName(), handler));
  }
}

package dev.kubezap.pod.server;

/** What is said over a WebSocket, from its opening to its end; may wait. */
@FunctionalInterface
public interface WebSocketConversation {
  void run(WebSocketChannel channel);
}

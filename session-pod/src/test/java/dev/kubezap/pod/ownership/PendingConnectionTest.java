package dev.kubezap.pod.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whoever waits for a connection learns at once that it is given up. */
class PendingConnectionTest {
  private final CompletableFuture<Void> aborted = new CompletableFuture<>();
  private final Connection connection =
      (Connection)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Connection.class},
              (self, method, arguments) -> {
                if (method.getName().equals("abort")) {
                  aborted.complete(null);
                }
                return null;
              });

  @Test
  void givesTheConnection() throws Exception {
    PendingConnection opening = new PendingConnection(() -> connection);
    assertThat(opening.connection()).isSameAs(connection);
    opening.giveUp();
    assertThat(aborted).as("it is its owner's by then").isNotDone();
  }

  @Test
  void tellsWhyThereIsNone() {
    SQLException refused = new SQLException("refused", "08001");
    PendingConnection opening =
        new PendingConnection(
            () -> {
              throw refused;
            });
    assertThatThrownBy(opening::connection).isSameAs(refused);
    IllegalArgumentException defect = new IllegalArgumentException("a defect");
    PendingConnection broken =
        new PendingConnection(
            () -> {
              throw defect;
            });
    assertThatThrownBy(broken::connection).hasCause(defect);
  }

  @Test
  void interruptsTheDriverWhenItIsGivenUp() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    PendingConnection opening =
        new PendingConnection(
            () -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              throw new SQLException("interrupted");
            });
    opening.giveUp();
    assertThatThrownBy(opening::connection).isInstanceOf(CancellationException.class);
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  /** A driver that does not heed the interruption must not leave a connection behind. */
  @Test
  void closesAConnectionThatComesTooLate() throws Exception {
    CompletableFuture<Connection> late = new CompletableFuture<>();
    PendingConnection opening = new PendingConnection(late::join);
    opening.giveUp();
    assertThatThrownBy(opening::connection).isInstanceOf(CancellationException.class);
    late.complete(connection);
    aborted.get(10, TimeUnit.SECONDS);
  }
}

package dev.kubezap.playground.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTest {

  @TempDir Path folder;
  private ProcessRecords records;

  @BeforeEach
  void open() throws IOException {
    records = new ProcessRecords(folder.resolve("run"));
  }

  @Test
  void aProcessIsToldFromALaterOneWithTheSameId() {
    var self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
    assertThat(self.alive()).isTrue();
    assertThat(new ProcessIdentity(self.pid(), self.startTicks() - 1, self.bootId()).alive())
        .isFalse();
    assertThat(ProcessIdentity.parse(self.line())).contains(self);
    assertThat(ProcessIdentity.parse("no such line")).isEmpty();
  }

  @Test
  void aChildHasItsOwnSessionAndOnlyTheEnvironmentThatItIsGiven() throws Exception {
    var child = ChildProcess.start(launch("child", "env; ps -o sid= -p $$; echo $$"), records);
    assertThat(child.exit().get()).isZero();
    var lines = Files.readAllLines(folder.resolve("child.log"));
    assertThat(lines).contains("GIVEN=yes").noneMatch(line -> line.startsWith("HOME="));
    assertThat(lines.get(lines.size() - 2).strip()).isEqualTo(lines.getLast());
    assertThat(records.running()).isEmpty();
  }

  @Test
  void whatAnEarlierRunLeftIsEnded() throws Exception {
    var child =
        ChildProcess.start(launch("left", "trap '' TERM; echo deaf; exec sleep 60"), records);
    assertThat(records.running()).containsOnlyKeys("left");
    await().until(() -> Files.readString(folder.resolve("left.log")).contains("deaf"));
    assertThat(new ProcessRecords(folder.resolve("run")).endOrphans(Duration.ofMillis(200)))
        .containsExactly("left");
    assertThat(child.exit().get()).isEqualTo(137);
  }

  @Test
  void aRecordOfAnotherProcessIsNotActedUpon() throws Exception {
    var self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
    records.add("stale", new ProcessIdentity(self.pid(), 1, self.bootId()));
    assertThat(records.endOrphans(Duration.ofMillis(10))).isEmpty();
  }

  @Test
  void aSupervisedProcessIsStartedAgainUntilItIsStopped() throws Exception {
    var told = new CopyOnWriteArrayList<String>();
    var supervisor =
        new Supervisor("steady", () -> launch("steady", "exec sleep 60"), records, told::add);
    supervisor.start();
    var first = supervisor.pid();
    ProcessHandle.of(first).orElseThrow().destroyForcibly();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(supervisor.pid()).isNotIn(0L, first));
    assertThat(told).containsExactly("steady ended with code 137 and was started again");
    assertThat(supervisor.starts()).isEqualTo(2);
    supervisor.stop(Duration.ofSeconds(5));
    assertThat(supervisor.running()).isFalse();
    assertThat(records.running()).isEmpty();
    assertThatThrownBy(supervisor::start).isInstanceOf(IOException.class);
  }

  @Test
  void delaysDoubleUpToTheLongestAndStartAnewAfterACalmRun() {
    var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(60));
    assertThat(List.of(1, 2, 3, 4, 100).stream().map(backoff::delay).map(Duration::toSeconds))
        .containsExactly(1L, 2L, 4L, 5L, 5L);
    assertThat(backoff.failuresAfter(7, Duration.ofSeconds(59))).isEqualTo(8);
    assertThat(backoff.failuresAfter(7, Duration.ofSeconds(60))).isEqualTo(1);
  }

  @Test
  void aPortIsRememberedUnlessSomebodyElseHasIt() throws Exception {
    var file = folder.resolve("ports.properties");
    var port = new Ports(file).reserve("one");
    assertThat(new Ports(file).reserve("one")).isEqualTo(port);
    assertThat(new Ports(file).reserve("two")).isNotEqualTo(port);
    try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      assertThat(new Ports(file).reserve("one")).isNotEqualTo(port);
    }
  }

  private Launch launch(String name, String script) {
    return new Launch(
        name,
        List.of("/bin/sh", "-c", script),
        Map.of("GIVEN", "yes", "PATH", Objects.requireNonNull(System.getenv("PATH"))),
        folder,
        folder.resolve(name + ".log"));
  }
}

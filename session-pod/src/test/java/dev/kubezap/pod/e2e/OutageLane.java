package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.database.Migrations;
import dev.kubezap.simulator.world.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * One session's process with everything that it needs, which goes away row after row of its share
 * of the outages.
 *
 * @param number of this lane, from 0
 * @param of how many lanes share the rows
 */
record OutageLane(Path folder, int number, int of) {

  /** Goes through its rows, and answers the verdict in a sentence. */
  String run() throws Exception {
    Files.createDirectories(folder);
    Path volumeFolder = folder.resolve("data");
    Optional<SmallVolume> volume =
        SmallVolume.isPossible(volumeFolder)
            ? Optional.of(SmallVolume.at(volumeFolder))
            : Optional.empty();
    try (StatusServer api = new StatusServer();
        ConnectProxy proxy = new ConnectProxy();
        Stage stage = new Stage(folder, variables(api, proxy))) {
      Migrations.run(stage.postgres().url(), "postgres", "");
      Device companion = stage.pair();
      PodProcess process = stage.pod().process();
      stage.startTraffic(of == 1 ? Traffic.EAGER : Traffic.CALM);
      for (Outage outage : share(rows(stage, api, proxy, volume))) {
        for (Duration time : Outage.TIMES) {
          try {
            suffer(stage, outage, time);
          } catch (Exception | AssertionError e) {
            throw new AssertionError(
                outage + " for " + time + ": " + stage.pod().ask("/api/v1/session").body(), e);
          }
        }
      }
      stage.awaitTraffic();
      assertThat(process.isAlive()).as("the same process all along").isTrue();
      return new Verdict(stage, companion).pass();
    } finally {
      if (volume.isPresent()) {
        volume.get().close();
      }
    }
  }

  private List<Outage> share(List<Outage> rows) {
    return IntStream.range(0, rows.size())
        .filter(index -> index % of == number)
        .mapToObj(rows::get)
        .toList();
  }

  private static void suffer(Stage stage, Outage outage, Duration time) throws Exception {
    stage.awaitTraffic();
    long begun = System.nanoTime();
    outage.begin().run();
    // The outage lasts: its time is what is tested.
    stage.steps().await(new KillPoint(Integer.MAX_VALUE, time));
    outage.meanwhile().run(time);
    assertThat(stage.pod().process().management("/healthz/live")).contains("UP");
    outage.end().run(time);
    stage.pod().process().awaitPhase("Connected");
    System.out.printf(
        "OutageMatrixIT: %s for %d s, whole after %d ms%n",
        outage, time.toSeconds(), (System.nanoTime() - begun) / 1_000_000);
  }

  private List<Outage> rows(
      Stage stage, StatusServer api, ConnectProxy proxy, Optional<SmallVolume> volume) {
    DatabaseOutages database = new DatabaseOutages(stage);
    List<Outage> rows = new ArrayList<>(database.all());
    rows.add(Outage.unseen("API server away", api::leave, api::comeBack));
    rows.add(Outage.unseen("API server silent", api::hold, api::letGo));
    rows.add(Outage.unseen("webhook away", stage.hooks()::leave, stage.hooks()::comeBack));
    rows.add(Outage.unseen("webhook failing", stage.hooks()::fail, stage.hooks()::recover));
    rows.add(Outage.unseen("proxy away", proxy::leave, proxy::comeBack));
    rows.add(
        Outage.unseen(
            "DNS away",
            () -> {
              Files.writeString(hosts(), "127.0.0.1 other.test\n");
              proxy.breakTunnels();
            },
            () -> name("proxy.test")));
    volume.ifPresent(small -> rows.addAll(volumeRows(stage, database, small)));
    rows.addAll(new ServerOutages(stage).all());
    String wanted = System.getProperty("kubezap.outage", "");
    return rows.stream().filter(row -> row.name().startsWith(wanted)).toList();
  }

  /** With the lease taken away: to own the session anew writes on the volume. */
  private static List<Outage> volumeRows(
      Stage stage, DatabaseOutages database, SmallVolume volume) {
    return List.of(
        Outage.unseen(
            "volume full",
            () -> {
              volume.fill();
              database.takeLease();
            },
            volume::clear),
        new Outage(
            "volume read-only",
            () -> {
              volume.forbid();
              database.takeLease();
            },
            time ->
                Awaitility.await("a reason")
                    .atMost(Duration.ofSeconds(20))
                    .until(
                        () -> stage.pod().process().get("/api/v1/session").path("reason").asText(),
                        "volume-unusable"::equals),
            time -> volume.allow()));
  }

  private Map<String, String> variables(StatusServer api, ConnectProxy proxy) throws IOException {
    name("proxy.test");
    Map<String, String> variables = new HashMap<>(api.variables(folder.resolve("account")));
    variables.put("KUBEZAP_WHATSAPP_PROXY", "http://proxy.test:" + proxy.port());
    variables.put(
        "JAVA_TOOL_OPTIONS",
        "-Djdk.net.hosts.file="
            + hosts()
            + " -Dsun.net.inetaddr.ttl=0 -Dsun.net.inetaddr.negative.ttl=0");
    return variables;
  }

  private Path hosts() {
    return folder.resolve("hosts");
  }

  private void name(String host) throws IOException {
    Files.writeString(hosts(), "127.0.0.1 " + host + "\n");
  }
}

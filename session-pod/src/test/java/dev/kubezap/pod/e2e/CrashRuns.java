package dev.kubezap.pod.e2e;

import dev.kubezap.pod.crash.CrashAgent;
import dev.kubezap.pod.crash.CrashPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Runs of one scenario, each in a session of its own. */
final class CrashRuns implements AutoCloseable {
  private final Path folder;
  private final Function<Stage, CrashScenario> scenario;
  private final RestartablePostgres postgres;
  private final CrashAgent agent;
  private final AtomicInteger runs = new AtomicInteger();

  /**
   * A place where one of the scenario's processes may end.
   *
   * @param process 1 is the one that is linked, 2 the one after the orderly end
   */
  record Place(int process, CrashPoint point) {
    /** Whether it is in a migration: such places are passed in an empty database alone. */
    boolean migrates() {
      return point.name().contains("Migration");
    }

    @Override
    public String toString() {
      return "process " + process + ", " + point;
    }
  }

  /**
   * What became of a run.
   *
   * @param reached whether the process came to the place and ended there
   * @param places that were passed and are this scenario's to try
   */
  record Result(boolean reached, List<Place> places, String summary) {}

  CrashRuns(Path folder, Function<Stage, CrashScenario> scenario) throws IOException {
    this.folder = folder;
    this.scenario = scenario;
    postgres = RestartablePostgres.start(folder.resolve("postgresql"));
    agent = CrashAgent.in(folder.resolve("agent"));
  }

  /** Lives the scenario, ended at a place if there is one, and judges it. */
  Result run(Optional<Place> end) throws Exception {
    String name = "run-" + runs.incrementAndGet();
    String url = end.map(Place::migrates).orElse(true) ? postgres.urlOfNew(name) : postgres.url();
    CrashAgent.Order first = order(1, end);
    CrashAgent.Order second = order(2, end);
    try (Stage stage =
        new Stage(
            folder.resolve(name),
            postgres.shared(),
            Map.of("KUBEZAP_SESSION_NAME", name, "KUBEZAP_DATABASE_URL", url))) {
      CrashScenario life = scenario.apply(stage);
      CrashScenario.Lived lived = life.live(first, second);
      List<Place> places = new ArrayList<>();
      first.passed().stream().skip(lived.before()).forEach(at -> places.add(new Place(1, at)));
      second.passed().forEach(point -> places.add(new Place(2, point)));
      String summary = life.judge(lived.companion());
      return new Result(first.reached() || second.reached(), places, summary);
    }
  }

  private CrashAgent.Order order(int process, Optional<Place> end) throws IOException {
    Optional<Place> here = end.filter(place -> place.process() == process);
    return here.isPresent() ? agent.haltAt(here.get().point()) : agent.record();
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}

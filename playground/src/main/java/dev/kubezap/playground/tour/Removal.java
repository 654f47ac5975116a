package dev.kubezap.playground.tour;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The session is deleted, and nothing of it is left: no object, row, file, process or device. */
final class Removal {

  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofMinutes(2);

  private final TourPlace place;
  private final Steps steps;
  private final TourSession session;
  private final Phones phones;
  private final SessionLeftovers remains;

  Removal(TourPlace place, Steps steps, TourSession session, Phones phones) {
    this.place = place;
    this.steps = steps;
    this.session = session;
    this.phones = phones;
    this.remains = new SessionLeftovers(place.database(), place.node());
  }

  /**
   * Deletes and looks everywhere.
   *
   * @param own the number of the session's account
   */
  void play(String own) throws StepFailedException, InterruptedException {
    var before =
        steps.await(
            "the session has rows, files and a process",
            SHORT,
            place.podLog(),
            status -> {
              var traces = traces();
              status.set(traces.toString());
              return traces.complete() ? Optional.of(traces) : Optional.empty();
            });
    session.delete();
    steps.await(
        "the session is deleted with all of its objects",
        LONG,
        place.log("operator"),
        status -> {
          var left = session.objects();
          status.set(session.find().map(found -> session.summary()).orElse("") + " " + left);
          return session.find().isEmpty() && left.isEmpty() ? Optional.of(true) : Optional.empty();
        });
    steps.await(
        "no row is left of it, where " + before.tables() + " tables had some",
        SHORT,
        place.log("operator"),
        status -> {
          var rows = rows(before.number());
          status.set("rows " + rows);
          return rows.isEmpty() ? Optional.of(true) : Optional.empty();
        });
    steps.await(
        "no file and no process is left of it",
        SHORT,
        place.log("operator"),
        status -> {
          var files = remains.files(before.ids());
          var processes = SessionLeftovers.processes(before.ids());
          status.set("files " + files + ", processes " + processes);
          return files.isEmpty() && processes.isEmpty() && !recorded()
              ? Optional.of(true)
              : Optional.empty();
        });
    steps.await(
        "the phone " + own + " has no linked device any more",
        SHORT,
        place.log("operator"),
        status -> {
          var companions = phones.companions(own);
          status.set(companions + " linked devices");
          return companions == 0 ? Optional.of(true) : Optional.empty();
        });
  }

  private Traces traces() throws IOException {
    var ids = new ArrayList<String>();
    session.pod().ifPresent(pod -> ids.add(pod.getMetadata().getUid()));
    session.volume().ifPresent(ids::add);
    try {
      var number = remains.number(TourSession.NAMESPACE, TourSession.NAME).orElse(0);
      return new Traces(
          number,
          remains.rows(number).size(),
          remains.logins(number),
          List.copyOf(ids),
          remains.files(ids),
          SessionLeftovers.processes(ids));
    } catch (SQLException away) {
      throw new IOException(away);
    }
  }

  private Map<String, Long> rows(long number) throws IOException {
    try {
      return remains.rows(number);
    } catch (SQLException away) {
      throw new IOException(away);
    }
  }

  private boolean recorded() throws IOException {
    return place.processes().running().keySet().stream()
        .anyMatch(name -> name.startsWith(TourSession.PROCESS));
  }

  private record Traces(
      long number,
      int tables,
      long logins,
      List<String> ids,
      List<Path> files,
      List<Long> processes) {

    /** Whether there is enough to be missed later, lest the search prove nothing. */
    boolean complete() {
      return number > 0
          && tables > 2
          && ids.size() == 2
          && ids.stream()
              .allMatch(id -> files.stream().anyMatch(file -> file.toString().contains(id)))
          && !processes.isEmpty()
          && logins > 0;
    }

    @Override
    public String toString() {
      return "rows in %d tables, %d files, processes %s".formatted(tables, files.size(), processes);
    }
  }
}

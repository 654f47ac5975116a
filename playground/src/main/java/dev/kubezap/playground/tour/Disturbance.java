package dev.kubezap.playground.tour;

import dev.kubezap.playground.process.ProcessIdentity;
import dev.kubezap.playground.process.ProcessRecords;
import dev.kubezap.playground.terminal.Terminal;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Kills parts (SIGKILL) at given moments of the tour, which must go on as if nothing was. */
public final class Disturbance {

  /** Points between two steps. */
  enum Moment {
    APPLIED,
    POD_RUNS,
    SCANNED,
    READY,
    SENT
  }

  private final Map<Moment, String> victims;
  private final Optional<ProcessRecords> records;
  private final Terminal terminal;

  private Disturbance(
      Map<Moment, String> victims, Optional<ProcessRecords> records, Terminal terminal) {
    this.victims = victims;
    this.records = records;
    this.terminal = terminal;
  }

  /** Kills nothing. */
  public static Disturbance none(Terminal terminal) {
    return new Disturbance(Map.of(), Optional.empty(), terminal);
  }

  /** Kills each part that is to recover by itself once, found by its record. */
  public static Disturbance everything(ProcessRecords records, Terminal terminal) {
    return new Disturbance(
        Map.of(
            Moment.APPLIED, "operator",
            Moment.POD_RUNS, "kube-apiserver",
            Moment.SCANNED, "postgres",
            Moment.READY, TourSession.PROCESS + "_session",
            Moment.SENT, "etcd"),
        Optional.of(records),
        terminal);
  }

  void at(Moment moment) {
    var victim = victims.get(moment);
    if (victim == null) {
      return;
    }
    records
        .flatMap(known -> find(known, victim))
        .flatMap(identity -> ProcessHandle.of(identity.pid()))
        .ifPresent(
            process -> {
              process.destroyForcibly();
              terminal.say("  killed " + victim + " (kill -9 " + process.pid() + ")");
            });
  }

  private static Optional<ProcessIdentity> find(ProcessRecords records, String name) {
    try {
      return Optional.ofNullable(records.running().get(name));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}

package dev.kubezap.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A measurement in short rounds that the contenders take by turns, so that a machine that others
 * share is as slow for one as for another. The medians count.
 */
final class ByTurns {
  private final int rounds;

  ByTurns(int rounds) {
    this.rounds = rounds;
  }

  /** A contender's part of a course, from its start to its end. */
  interface Entrant extends AutoCloseable {

    /** One round; the first is number 0. */
    void round(int number, Measured measured) throws Exception;

    /** What can be told only at the end. */
    default void end(Measured measured) throws Exception {}

    @Override
    void close() throws IOException;
  }

  /** What is measured. */
  interface Course {
    /** A contender takes its place. */
    Entrant enter(Contender contender, String name) throws Exception;
  }

  /** One that takes part, with what each of its rounds has shown. */
  private record Participant(
      Contender contender, Entrant entrant, Map<String, List<Double>> values) {

    void round(int number) throws Exception {
      Measured round = new Measured();
      entrant.round(number, round);
      System.err.println(
          "round " + (number + 1) + ", " + contender.name() + ": " + round.figures());
      round
          .figures()
          .forEach(
              (measure, value) ->
                  values.computeIfAbsent(measure, _ -> new ArrayList<>()).add(value));
    }

    Measured result() throws Exception {
      Measured result = new Measured();
      values.forEach((measure, all) -> result.put(measure, new Series(all).median()));
      entrant.end(result);
      return result;
    }
  }

  Map<Contender, Measured> run(Course course, List<Contender> contenders) throws Exception {
    List<Participant> participants = new ArrayList<>();
    try {
      for (Contender contender : contenders) {
        Entrant entrant = course.enter(contender, "contender" + participants.size());
        participants.add(new Participant(contender, entrant, new LinkedHashMap<>()));
      }
      for (int i = 0; i < rounds; i++) {
        for (Participant participant : participants) {
          participant.round(i);
        }
      }
      Map<Contender, Measured> results = new LinkedHashMap<>();
      for (Participant participant : participants) {
        results.put(participant.contender(), participant.result());
      }
      return results;
    } finally {
      for (Participant participant : participants) {
        participant.entrant().close();
      }
    }
  }
}

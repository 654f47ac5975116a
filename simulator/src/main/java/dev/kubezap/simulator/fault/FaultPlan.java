package dev.kubezap.simulator.fault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The rules in force, in the order of their making. The first that applies wins. Thread-safe. */
public final class FaultPlan {
  private final Map<Long, Active> rules = new LinkedHashMap<>();
  private long lastId;

  private static final class Active {
    final FaultRule rule;
    final Random random;
    int seen;
    int happened;

    Active(FaultRule rule) {
      this.rule = rule;
      Long seed = rule.seed();
      random = new Random(seed == null ? 0 : seed);
    }

    boolean applies(FaultSite site) {
      FaultMatch match = rule.match();
      Integer times = rule.times();
      if (rule.point() != site.point()
          || (match != null && !match.matches(site))
          || (times != null && happened >= times)
          || seen++ < rule.skip()) {
        return false;
      }
      Double probability = rule.probability();
      if (probability != null && random.nextDouble() >= probability) {
        return false;
      }
      happened++;
      return true;
    }
  }

  /**
   * A rule with what it has done.
   *
   * @param id its number
   * @param rule the rule
   * @param happened how often
   */
  public record Report(long id, FaultRule rule, int happened) {}

  /** A rule is in force until its scope is closed. */
  public interface Scope extends AutoCloseable {
    /** The rule's number. */
    long id();

    @Override
    void close();
  }

  /** Puts a rule into force. */
  public synchronized Scope add(FaultRule rule) {
    long id = ++lastId;
    rules.put(id, new Active(rule));
    return new Scope() {
      @Override
      public long id() {
        return id;
      }

      @Override
      public void close() {
        remove(id);
      }
    };
  }

  /** Ends a rule; false when there is none of that number. */
  public synchronized boolean remove(long id) {
    return rules.remove(id) != null;
  }

  /** Ends all rules. */
  public synchronized void clear() {
    rules.clear();
  }

  /** All rules. */
  public synchronized List<Report> list() {
    List<Report> reports = new ArrayList<>();
    rules.forEach((id, active) -> reports.add(new Report(id, active.rule, active.happened)));
    return reports;
  }

  /** What happens at a place. */
  public synchronized Optional<FaultAction> at(FaultSite site) {
    for (Active active : rules.values()) {
      if (active.applies(site)) {
        return Optional.of(active.rule.action());
      }
    }
    return Optional.empty();
  }
}

package dev.kubezap.simulator.iq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.world.Device;
import java.util.Optional;

/** Some of the queries that are named by a number. */
public interface MexQueries {
  /**
   * The answer to a query, as JSON; empty when it is none of these.
   *
   * @param id the number of the query
   */
  Optional<String> answer(Device sender, String id, JsonNode variables);
}

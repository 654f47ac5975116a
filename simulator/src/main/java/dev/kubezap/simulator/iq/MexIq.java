package dev.kubezap.simulator.iq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Device;
import java.util.List;

/** Queries by number with variables as JSON: limits of an account, what it says of itself. */
public final class MexIq implements IqHandler {
  private static final String REACHOUT_TIMELOCK = "23983697327930364";
  private static final String MESSAGE_CAPPING = "27910975521856601";
  private static final String UPDATE_TEXT_STATUS = "9152604461510864";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PictureIq profiles;
  private final MexQueries others;

  /**
   * @param profiles tells others of changes
   * @param others asked for what is not answered here
   */
  public MexIq(PictureIq profiles, MexQueries others) {
    this.profiles = profiles;
    this.others = others;
  }

  @Override
  public List<String> namespaces() {
    return List.of("w:mex");
  }

  @Override
  public List<Node> answer(Device sender, Node iq) {
    Node query = iq.child("query").orElseThrow(() -> IqException.of(400));
    return List.of(Node.of("result", Bytes.utf8(json(sender, query))));
  }

  private String json(Device sender, Node query) {
    return switch (query.attribute("query_id")) {
      case REACHOUT_TIMELOCK ->
          "{\"data\":{\"xwa2_fetch_account_reachout_timelock\":{\"is_active\":false,"
              + "\"enforcement_type\":\"DEFAULT\",\"time_enforcement_ends\":\"0\"}}}";
      case MESSAGE_CAPPING ->
          "{\"data\":{\"xwa2_message_capping_info\":{\"capping_status\":\"NONE\","
              + "\"total_quota\":-1,\"used_quota\":0}}}";
      case UPDATE_TEXT_STATUS -> updateTextStatus(sender, variables(query));
      default ->
          others
              .answer(sender, query.attribute("query_id"), variables(query))
              .orElseThrow(() -> IqException.of(400));
    };
  }

  private static JsonNode variables(Node query) {
    try {
      return JSON.readTree(query.content().toUtf8()).path("variables");
    } catch (JsonProcessingException e) {
      throw IqException.of(400);
    }
  }

  private String updateTextStatus(Device sender, JsonNode variables) {
    JsonNode input = variables.path("input");
    if (!input.path("text").isTextual() || !input.path("ephemeral_duration_sec").isInt()) {
      return "{\"data\":null,\"errors\":[{\"message\":\"wrong variables\"}]}";
    }
    sender.account().setAbout(input.path("text").asText());
    profiles.aboutChanged(sender.account());
    return "{\"data\":{\"xwa2_update_text_status\":{\"result\":true}}}";
  }
}

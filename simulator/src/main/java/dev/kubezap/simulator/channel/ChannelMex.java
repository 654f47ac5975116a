package dev.kubezap.simulator.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.simulator.iq.MexQueries;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import java.util.Optional;

/** The queries about channels, by the numbers of present and of older web clients. */
public final class ChannelMex implements MexQueries {
  private final Channels channels;

  /** Of all channels. */
  public ChannelMex(Channels channels) {
    this.channels = channels;
  }

  @Override
  public Optional<String> answer(Device sender, String id, JsonNode variables) {
    return switch (id) {
      case "25399611239711790", "6388546374527196" -> Optional.of(list(sender.account()));
      case "27456920720571478", "6563316087068696" ->
          Optional.of(get(sender.account(), variables.path("input")));
      case "24404358912487870", "9926858900719341" ->
          Optional.of(follow(sender.account(), variables, true));
      case "9767147403369991", "6392786840836363" ->
          Optional.of(follow(sender.account(), variables, false));
      default -> Optional.empty();
    };
  }

  private String list(Account account) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    channels.of(account).forEach(channel -> all.add(json(channel, account)));
    return data("xwa2_newsletter_subscribed", all);
  }

  private String get(Account account, JsonNode input) {
    String key = input.path("key").asText();
    Optional<Channel> channel =
        switch (input.path("type").asText()) {
          case "JID" -> Jid.parse(key).flatMap(channels::find);
          case "INVITE" -> channels.invited(key);
          default -> Optional.empty();
        };
    return channel.map(found -> data("xwa2_newsletter", json(found, account))).orElse(unknown());
  }

  private String follow(Account account, JsonNode variables, boolean follow) {
    Optional<Channel> channel =
        Jid.parse(variables.path("newsletter_id").asText()).flatMap(channels::find);
    if (channel.isEmpty()) {
      return unknown();
    }
    if (follow) {
      channel.get().followers().add(account);
    } else {
      channel.get().followers().remove(account);
    }
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    told.put("id", channel.get().jid().toString());
    return data("xwa2_newsletter_" + (follow ? "join" : "leave") + "_v2", told);
  }

  private static ObjectNode json(Channel channel, Account viewer) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", channel.jid().toString());
    json.putObject("state").put("type", "ACTIVE");
    ObjectNode about = json.putObject("thread_metadata");
    about.put("creation_time", Long.toString(channel.creation()));
    about.put("invite", channel.invite());
    about.putObject("name").put("text", channel.name()).put("id", "1").put("update_time", "1");
    about.putObject("description").put("text", "").put("id", "1").put("update_time", "1");
    about.put("subscribers_count", Integer.toString(channel.followers().size()));
    about.put("verification", "UNVERIFIED");
    about.putNull("picture");
    String role =
        channel.owner() == viewer
            ? "OWNER"
            : channel.followers().contains(viewer) ? "SUBSCRIBER" : "GUEST";
    json.putObject("viewer_metadata").put("mute", "OFF").put("role", role);
    return json;
  }

  private static String data(String name, JsonNode value) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("data").set(name, value);
    return json.toString();
  }

  private static String unknown() {
    return "{\"data\":null,\"errors\":[{\"message\":\"Not Found\",\"extensions\":{\"error_code\":404}}]}";
  }
}

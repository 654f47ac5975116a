package dev.kubezap.simulator.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.iq.MexQueries;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** The queries about channels, by the numbers of present and of older web clients. */
public final class ChannelMex implements MexQueries {
  private static final int LONGEST_NAME = 100;

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
      case "25149874324715067", "8823471724422422" ->
          Optional.of(create(sender.account(), variables.path("input")));
      case "24250201037901610" -> Optional.of(update(sender.account(), variables));
      case "30062808666639665" -> Optional.of(delete(sender.account(), variables));
      case "31938993655691868" -> Optional.of(setting(sender.account(), variables.path("input")));
      case "29766401636284406" -> Optional.of(mute(sender.account(), variables, true));
      case "9864994326891137" -> Optional.of(mute(sender.account(), variables, false));
      default -> Optional.empty();
    };
  }

  private String create(Account account, JsonNode input) {
    String name = input.path("name").asText();
    if (name.isBlank() || name.length() > LONGEST_NAME || !isTextOrNull(input, "description")) {
      return error(400);
    }
    Channel channel = channels.create(account, name);
    channel.description(input.path("description").asText(""));
    ObjectNode made = json(channel, account);
    // Baileys reads the picture of what it has made.
    ((ObjectNode) made.path("thread_metadata"))
        .putObject("picture")
        .put("id", "0")
        .put("direct_path", "");
    return data("xwa2_newsletter_create", made);
  }

  private String update(Account account, JsonNode variables) {
    JsonNode updates = variables.path("updates");
    if (!updates.isObject() || !updates.path("settings").isNull()) {
      return error(400);
    }
    Optional<Bytes> picture;
    try {
      picture =
          updates.has("picture")
              ? Optional.of(Bytes.of(updates.path("picture").binaryValue()))
              : Optional.empty();
    } catch (IOException e) {
      return error(400);
    }
    return own(
        account,
        variables,
        channel -> {
          if (updates.has("name")) {
            channel.name(updates.path("name").asText());
          }
          if (updates.has("description")) {
            channel.description(updates.path("description").asText());
          }
          picture.ifPresent(channel::picture);
          return data("xwa2_newsletter_update", json(channel, account));
        });
  }

  private String delete(Account account, JsonNode variables) {
    return own(
        account,
        variables,
        channel -> {
          channels.delete(channel);
          return data("xwa2_newsletter_delete_v2", told(channel));
        });
  }

  private String setting(Account account, JsonNode input) {
    String value = input.path("value").asText();
    return input.path("type").asText().equals("MUTE_ADMIN_ACTIVITY")
            && (value.equals("ON") || value.equals("OFF"))
        ? muted(account, input, value.equals("ON"), "xwa2_newsletter_update_user_setting")
        : error(400);
  }

  private String mute(Account account, JsonNode variables, boolean mute) {
    return muted(account, variables, mute, "xwa2_newsletter_" + (mute ? "mute" : "unmute") + "_v2");
  }

  private String muted(Account account, JsonNode variables, boolean mute, String answer) {
    Optional<Channel> channel = channel(variables);
    if (channel.isEmpty()) {
      return error(404);
    }
    if (!channel.get().followers().contains(account)) {
      return error(403);
    }
    if (mute) {
      channel.get().muted().add(account);
    } else {
      channel.get().muted().remove(account);
    }
    return data(answer, told(channel.get()));
  }

  /** What its owner alone may do. */
  private String own(Account account, JsonNode variables, Function<Channel, String> change) {
    Optional<Channel> channel = channel(variables);
    return channel.isEmpty()
        ? error(404)
        : channel.get().owner() == account ? change.apply(channel.get()) : error(403);
  }

  private Optional<Channel> channel(JsonNode variables) {
    return Jid.parse(variables.path("newsletter_id").asText()).flatMap(channels::find);
  }

  private static boolean isTextOrNull(JsonNode input, String name) {
    return !input.has(name) || input.get(name).isNull() || input.get(name).isTextual();
  }

  private static ObjectNode told(Channel channel) {
    return JsonNodeFactory.instance.objectNode().put("id", channel.jid().toString());
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
    return channel.map(found -> data("xwa2_newsletter", json(found, account))).orElse(error(404));
  }

  private String follow(Account account, JsonNode variables, boolean follow) {
    Optional<Channel> channel = channel(variables);
    if (channel.isEmpty()) {
      return error(404);
    }
    if (follow) {
      channel.get().followers().add(account);
    } else {
      channel.get().followers().remove(account);
    }
    return data("xwa2_newsletter_" + (follow ? "join" : "leave") + "_v2", told(channel.get()));
  }

  private static ObjectNode json(Channel channel, Account viewer) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", channel.jid().toString());
    json.putObject("state").put("type", "ACTIVE");
    ObjectNode about = json.putObject("thread_metadata");
    about.put("creation_time", Long.toString(channel.creation()));
    about.put("invite", channel.invite());
    about.putObject("name").put("text", channel.name()).put("id", "1").put("update_time", "1");
    about
        .putObject("description")
        .put("text", channel.description())
        .put("id", "1")
        .put("update_time", "1");
    about.put("subscribers_count", Integer.toString(channel.followers().size()));
    about.put("verification", "UNVERIFIED");
    about.putNull("picture");
    String role =
        channel.owner() == viewer
            ? "OWNER"
            : channel.followers().contains(viewer) ? "SUBSCRIBER" : "GUEST";
    json.putObject("viewer_metadata")
        .put("mute", channel.muted().contains(viewer) ? "ON" : "OFF")
        .put("role", role);
    return json;
  }

  private static String data(String name, JsonNode value) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("data").set(name, value);
    return json.toString();
  }

  private static String error(int code) {
    return "{\"data\":null,\"errors\":[{\"message\":\"Refused\",\"extensions\":{\"error_code\":"
        + code
        + "}}]}";
  }
}

package dev.kubezap.pod.document;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.kind.MessageKinds;
import dev.kubezap.whatsapp.channel.Channel;
import dev.kubezap.whatsapp.channel.ReadChannel;
import java.util.TreeMap;

/** The documents of channels. What is not known is absent. */
public final class ChannelJson {

  private ChannelJson() {}

  /** A channel. */
  public static ObjectNode of(Channel channel) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", channel.id().toString()).put("name", channel.name());
    channel.description().ifPresent(text -> json.put("description", text));
    channel
        .invite()
        .ifPresent(
            code ->
                json.put("inviteCode", code).put("url", "https://whatsapp.com/channel/" + code));
    channel.followers().ifPresent(count -> json.put("followers", count));
    json.put("verified", channel.verified());
    channel.role().ifPresent(role -> json.put("role", role));
    channel.muted().ifPresent(muted -> json.put("muted", muted));
    channel.state().ifPresent(state -> json.put("state", state));
    channel.createdAt().ifPresent(at -> json.put("createdAt", at.toString()));
    return json;
  }

  /** What was published. Without a type it is not told any more what it said. */
  public static ObjectNode of(ReadChannel.Published published) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("serverId", Long.toString(published.serverId())).put("stanzaId", published.stanzaId());
    published.at().ifPresent(at -> json.put("timestamp", at.toString()));
    published.editedAt().ifPresent(at -> json.put("editedAt", at.toString()));
    published.content().ifPresent(content -> MessageKinds.write(content, json));
    published.views().ifPresent(views -> json.put("views", views));
    if (!published.reactions().isEmpty()) {
      ObjectNode reactions = json.putObject("reactions");
      new TreeMap<>(published.reactions()).forEach(reactions::put);
    }
    return json;
  }
}

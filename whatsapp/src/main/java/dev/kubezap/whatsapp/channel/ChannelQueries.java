package dev.kubezap.whatsapp.channel;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.json.JsonObject;
import dev.kubezap.whatsapp.mex.MexAnswer;
import dev.kubezap.whatsapp.mex.MexQuery;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/** The questions about channels (PROTOCOL-2026 5), and what their answers say. */
final class ChannelQueries {
  private static final String LIST = "25399611239711790";
  private static final String GET = "27456920720571478";
  private static final String JOIN = "24404358912487870";
  private static final String LEAVE = "9767147403369991";
  private static final String CREATE = "25149874324715067";
  private static final String UPDATE = "24250201037901610";
  private static final String DELETE = "30062808666639665";
  private static final String SETTING = "31938993655691868";
  private static final int NOT_FOUND = 404;
  private static final int LONGEST_TEXT = 8_192;

  /** The last second of the year 9999. */
  private static final long LATEST = 253_402_300_799L;

  private ChannelQueries() {}

  static Node list() {
    return MexQuery.of(LIST, "{}");
  }

  static Node get(Jid channel) {
    return get(channel.toString(), "JID");
  }

  /**
   * @param code at the end of a channel's link
   */
  static Node invited(String code) {
    return get(code, "INVITE");
  }

  private static Node get(String key, String type) {
    return MexQuery.of(
        GET,
        "{\"input\":{\"key\":"
            + JsonObject.quoted(key)
            + ",\"type\":\""
            + type
            + "\",\"view_role\":\"GUEST\"},\"fetch_viewer_metadata\":true,"
            + "\"fetch_full_image\":true,\"fetch_creation_time\":true}");
  }

  static Node follow(Jid channel, boolean follow) {
    return MexQuery.of(follow ? JOIN : LEAVE, "{" + id(channel) + "}");
  }

  static Node create(String name, Optional<String> description) {
    return MexQuery.of(
        CREATE,
        "{\"input\":{\"name\":"
            + JsonObject.quoted(name)
            + ",\"description\":"
            + description.map(JsonObject::quoted).orElse("null")
            + ",\"picture\":null}}");
  }

  static Node change(Jid channel, Optional<String> name, Optional<String> description) {
    return MexQuery.of(
        UPDATE,
        "{"
            + id(channel)
            + ",\"updates\":{"
            + name.map(text -> "\"name\":" + JsonObject.quoted(text) + ",").orElse("")
            + description.map(text -> "\"description\":" + JsonObject.quoted(text) + ",").orElse("")
            + "\"settings\":null}}");
  }

  /** In base64, as Baileys writes it; an empty one takes it away. */
  static Node picture(Jid channel, Optional<ByteString> jpeg) {
    String base64 =
        jpeg.map(bytes -> Base64.getEncoder().encodeToString(bytes.toByteArray())).orElse("");
    return MexQuery.of(
        UPDATE,
        "{" + id(channel) + ",\"updates\":{\"picture\":\"" + base64 + "\",\"settings\":null}}");
  }

  static Node delete(Jid channel) {
    return MexQuery.of(DELETE, "{" + id(channel) + "}");
  }

  /** Whether this account hears of what the channel's admins publish. */
  static Node mute(Jid channel, boolean mute) {
    return MexQuery.of(
        SETTING,
        "{\"input\":{"
            + id(channel)
            + ",\"type\":\"MUTE_ADMIN_ACTIVITY\",\"value\":\""
            + (mute ? "ON" : "OFF")
            + "\"}}");
  }

  private static String id(Jid channel) {
    return "\"newsletter_id\":" + JsonObject.quoted(channel.toString());
  }

  /** What follows from an answer with data; else the caller is told why there is none. */
  static Outcome answered(Node answer, Function<JsonObject, Optional<Outcome>> read) {
    return switch (MexAnswer.read(answer)) {
      case MexAnswer.Data(JsonObject data) ->
          read.apply(data).orElseGet(() -> ServiceStep.answer(unknown()));
      case MexAnswer.Refused(int code) when code == NOT_FOUND -> ServiceStep.answer(unknown());
      case MexAnswer.Refused(int code) ->
          ServiceStep.answer(new ServiceAnswer.Refused<>(code, Duration.ZERO));
      case MexAnswer.Unreadable _ -> ServiceStep.answer(new ServiceAnswer.Unanswered<>());
    };
  }

  private static ServiceAnswer<?> unknown() {
    return new ServiceAnswer.Impossible<>("channel-unknown", "There is no such channel.");
  }

  /** A channel; empty when the object describes none. */
  static Optional<Channel> read(JsonObject json) {
    Optional<Jid> id = json.text("id").flatMap(Jid::parse).filter(Jid::isNewsletter);
    Optional<JsonObject> about = json.object("thread_metadata");
    Optional<JsonObject> viewer = json.object("viewer_metadata");
    return id.map(
        jid ->
            new Channel(
                jid,
                about.flatMap(of -> text(of, "name")).orElse(""),
                about.flatMap(of -> text(of, "description")),
                about.flatMap(of -> of.text("invite")),
                about.flatMap(of -> of.number("subscribers_count")),
                about.flatMap(of -> of.text("verification")).filter("VERIFIED"::equals).isPresent(),
                viewer.flatMap(of -> of.text("role")).map(Channel::lower),
                viewer.flatMap(of -> of.text("mute")).map("ON"::equals),
                json.object("state").flatMap(of -> of.text("type")).map(Channel::lower),
                about
                    .flatMap(of -> of.number("creation_time"))
                    .filter(seconds -> seconds > 0 && seconds <= LATEST)
                    .map(Instant::ofEpochSecond)));
  }

  private static Optional<String> text(JsonObject about, String name) {
    return about
        .object(name)
        .flatMap(of -> of.text("text"))
        .filter(text -> text.length() <= LONGEST_TEXT);
  }
}

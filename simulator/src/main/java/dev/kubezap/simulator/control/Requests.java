package dev.kubezap.simulator.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.media.PhoneFile;
import dev.kubezap.simulator.world.Addressing;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies of the control API's requests; simulator/README.md explains the fields. */
final class Requests {
  private Requests() {}

  record NewAccount(
      @JsonProperty(required = true) String phoneNumber,
      @Nullable String pushName,
      @Nullable Boolean echo,
      @Nullable Addressing addressing) {}

  record AccountChange(
      @Nullable String pushName, @Nullable Boolean echo, @Nullable Boolean passkeyRequired) {}

  record Scan(@JsonProperty(required = true) String qr) {}

  record Code(@JsonProperty(required = true) String code) {}

  /** WebAuthn request options, as a session shows them. */
  record Passkey(@JsonProperty(required = true) JsonNode options) {}

  record NewMessage(
      @JsonProperty(required = true) String to,
      @Nullable String text,
      @Nullable Kind content,
      @Nullable File file,
      @Nullable Form addressing,
      @Nullable Boolean spoiled) {}

  /** Another kind than text: the bytes of the protobuf, in base64, and how its stanza is marked. */
  record Kind(
      @JsonProperty(required = true) String message,
      @JsonProperty(required = true) String stanzaType,
      @Nullable String mediaType,
      @Nullable String edit) {}

  /** A file that the phone uploads first, or has opened: its bytes in base64. */
  record File(
      @JsonProperty(required = true) PhoneFile.Kind kind,
      @JsonProperty(required = true) String mimetype,
      @JsonProperty(required = true) String data,
      @Nullable String caption,
      @Nullable String name) {}

  enum Form {
    @JsonProperty("lid")
    LID,
    @JsonProperty("pn")
    PHONE_NUMBER
  }

  record MessageReference(@Nullable String peer, @Nullable String id) {}

  record Demand(
      @JsonProperty(required = true) String kind,
      @Nullable Integer code,
      @Nullable String conflict,
      @Nullable Integer count,
      @Nullable Long at,
      @Nullable Stanza stanza) {}

  record Stanza(
      @JsonProperty(required = true) String tag,
      @Nullable Map<String, String> attributes,
      @Nullable List<Stanza> children,
      @Nullable String text,
      @Nullable String base64) {}
}

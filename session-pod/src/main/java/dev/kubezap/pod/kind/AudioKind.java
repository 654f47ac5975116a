package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.content.AudioContent;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.MessageContext;
import java.util.Optional;
import java.util.Set;

/** {@code audio} and {@code voice}: sounds. */
final class AudioKind implements MessageKind<AudioContent>, SendForm {

  @Override
  public Class<AudioContent> content() {
    return AudioContent.class;
  }

  @Override
  public void write(AudioContent content, ObjectNode json) {
    ObjectNode media = MediaDocument.write(content, json);
    if (content.seconds() > 0) {
      media.put("duration", content.seconds());
    }
    if (!content.waveform().isEmpty() && content.waveform().size() <= 256) {
      ArrayNode waveform = media.putArray("waveform");
      for (byte level : content.waveform().toByteArray()) {
        waveform.add(Byte.toUnsignedInt(level));
      }
    }
  }

  @Override
  public Optional<SendForm> form() {
    return Optional.of(this);
  }

  @Override
  public Set<String> types() {
    return Set.of("audio", "voice");
  }

  @Override
  public boolean takesViewOnce(String type) {
    return type.equals("voice");
  }

  @Override
  public Optional<Composable> read(String type, Fields fields, MessageContext context) {
    return MediaFields.of(fields)
        .map(
            file ->
                new AudioContent(
                    type.equals("voice"),
                    file.reference(),
                    file.duration(),
                    type.equals("voice") ? file.waveform() : ByteString.EMPTY,
                    takesViewOnce(type) && file.viewOnce(),
                    context));
  }
}

package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.content.AudioContent;

/** {@code audio} and {@code voice}: sounds. */
final class AudioKind implements MessageKind<AudioContent> {

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
}

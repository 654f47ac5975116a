package dev.kubezap.whatsapp.content;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.proto.AudioMessage;
import dev.kubezap.whatsapp.proto.Message;
import java.util.Optional;

/**
 * A sound file, or a voice note.
 *
 * @param voice whether it is shown as recorded speech
 * @param seconds its length, 0 when not told
 * @param waveform 64 values from 0 to 100 that draw a voice note, empty when not told
 */
public record AudioContent(
    boolean voice,
    MediaReference media,
    int seconds,
    ByteString waveform,
    boolean viewOnce,
    MessageContext context)
    implements Media, Composable {

  static Optional<Content> read(Message message) {
    if (!message.hasAudioMessage()) {
      return Optional.empty();
    }
    AudioMessage audio = message.getAudioMessage();
    return Optional.of(
        new AudioContent(
            audio.getPtt(),
            new MediaReference(
                MediaReference.text(audio.getMimetype()),
                audio.getFileLength(),
                audio.getFileSha256(),
                audio.getFileEncSha256(),
                audio.getMediaKey(),
                MediaReference.text(audio.getDirectPath()),
                MediaReference.text(audio.getUrl())),
            audio.getSeconds(),
            audio.getWaveform(),
            audio.getViewOnce(),
            MessageContext.of(audio.getContextInfo())));
  }

  @Override
  public AudioContent with(MessageContext other) {
    return new AudioContent(voice, media, seconds, waveform, viewOnce, other);
  }

  @Override
  public MediaKind kind() {
    return MediaKind.AUDIO;
  }

  @Override
  public AudioContent with(MediaReference other) {
    return new AudioContent(voice, other, seconds, waveform, viewOnce, context);
  }

  @Override
  public String type() {
    return voice ? "voice" : "audio";
  }

  /** Sounds have none. */
  @Override
  public Optional<String> caption() {
    return Optional.empty();
  }

  /** Sounds have none. */
  @Override
  public ByteString thumbnail() {
    return ByteString.EMPTY;
  }

  @Override
  public Message encode() {
    AudioMessage.Builder audio =
        AudioMessage.newBuilder()
            .setFileLength(media.size())
            .setFileSha256(media.sha256())
            .setPtt(voice);
    if (!media.mediaKey().isEmpty()) {
      audio.setFileEncSha256(media.encryptedSha256()).setMediaKey(media.mediaKey());
    }
    media.mimetype().ifPresent(audio::setMimetype);
    media.directPath().ifPresent(audio::setDirectPath);
    media.url().ifPresent(audio::setUrl);
    if (seconds > 0) {
      audio.setSeconds(seconds);
    }
    if (!waveform.isEmpty()) {
      audio.setWaveform(waveform);
    }
    if (viewOnce) {
      audio.setViewOnce(true);
    }
    if (!context.isEmpty()) {
      audio.setContextInfo(context.encode());
    }
    return Contents.viewOnce(viewOnce, Message.newBuilder().setAudioMessage(audio).build());
  }

  @Override
  public StanzaForm stanza() {
    return StanzaForm.media(voice ? "ptt" : "audio");
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "AudioContent[" + type() + " " + media + "]";
  }
}

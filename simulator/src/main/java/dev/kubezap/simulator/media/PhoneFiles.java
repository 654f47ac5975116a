package dev.kubezap.simulator.media;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.simulator.crypto.Aes;
import dev.kubezap.simulator.crypto.AesGcm;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Digests;
import dev.kubezap.simulator.crypto.InvalidCiphertextException;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.phone.HistoryUpload;
import dev.kubezap.simulator.proto.AudioFile;
import dev.kubezap.simulator.proto.DocumentFile;
import dev.kubezap.simulator.proto.ImageFile;
import dev.kubezap.simulator.proto.MediaEnvelope;
import dev.kubezap.simulator.proto.MediaRetryAnswer;
import dev.kubezap.simulator.proto.MediaRetryRequest;
import dev.kubezap.simulator.proto.StickerFile;
import dev.kubezap.simulator.proto.VideoFile;
import dev.kubezap.simulator.proto.WrappedMedia;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** Phones' files: encrypted and put where others find them, found and opened. */
public final class PhoneFiles {
  private static final int CODE = 10;

  private final Blobs blobs;
  private final SecureRandom random;
  private final String origin;

  /**
   * @param origin of the host's URLs, such as {@code http://127.0.0.1:8086}
   */
  public PhoneFiles(Blobs blobs, SecureRandom random, String origin) {
    this.blobs = blobs;
    this.random = random;
    this.origin = origin;
  }

  private record Keys(Bytes iv, Bytes cipher, Bytes mac) {
    static Keys of(PhoneFile.Kind kind, Bytes secret) {
      Bytes derived = Digests.hkdf(secret, kind.keyInfo(), 112);
      return new Keys(derived.slice(0, 16), derived.slice(16, 48), derived.slice(48, 80));
    }

    Bytes code(Bytes ciphertext) {
      return Digests.hmac(mac, iv, ciphertext).slice(0, CODE);
    }
  }

  /** Encrypts and keeps a file; answers the message that tells of it, encoded. */
  public Bytes upload(PhoneFile file) {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    Keys keys = Keys.of(file.kind(), Bytes.of(secret));
    Bytes ciphertext = Aes.cbcEncrypt(keys.cipher(), keys.iv(), file.bytes());
    Bytes sealed = Bytes.concat(ciphertext, keys.code(ciphertext));
    return Bytes.of(
        message(file, ByteString.copyFrom(secret), blobs.put(sealed)).build().toByteString());
  }

  private MediaEnvelope.Builder message(PhoneFile file, ByteString secret, Blobs.Stored stored) {
    ByteString plain = Digests.sha256(file.bytes()).toProto();
    ByteString encrypted = stored.digest().toProto();
    String path = stored.directPath();
    long length = file.bytes().size();
    MediaEnvelope.Builder message = MediaEnvelope.newBuilder();
    return switch (file.kind()) {
      case IMAGE -> message.setImage(image(file, secret, stored));
      case VIEW_ONCE ->
          message.setViewOnceV2(
              WrappedMedia.newBuilder()
                  .setMessage(
                      MediaEnvelope.newBuilder()
                          .setImage(image(file, secret, stored).setViewOnce(true))));
      case VIDEO -> message.setVideo(video(file, secret, stored));
      case GIF -> message.setVideo(video(file, secret, stored).setGifPlayback(true));
      case VIDEO_NOTE -> message.setVideoNote(video(file, secret, stored));
      case AUDIO, VOICE ->
          message.setAudio(
              AudioFile.newBuilder()
                  .setUrl(origin + path)
                  .setMimetype(file.mimetype())
                  .setFileSha256(plain)
                  .setFileLength(length)
                  .setPtt(file.kind() == PhoneFile.Kind.VOICE)
                  .setMediaKey(secret)
                  .setFileEncSha256(encrypted)
                  .setDirectPath(path));
      case DOCUMENT ->
          message.setDocument(
              DocumentFile.newBuilder()
                  .setUrl(origin + path)
                  .setMimetype(file.mimetype())
                  .setFileSha256(plain)
                  .setFileLength(length)
                  .setMediaKey(secret)
                  .setFileName(file.name())
                  .setFileEncSha256(encrypted)
                  .setDirectPath(path)
                  .setCaption(file.caption()));
      case STICKER ->
          message.setSticker(
              StickerFile.newBuilder()
                  .setUrl(origin + path)
                  .setFileSha256(plain)
                  .setFileEncSha256(encrypted)
                  .setMediaKey(secret)
                  .setMimetype(file.mimetype())
                  .setDirectPath(path)
                  .setFileLength(length));
    };
  }

  private ImageFile.Builder image(PhoneFile file, ByteString secret, Blobs.Stored stored) {
    return ImageFile.newBuilder()
        .setUrl(origin + stored.directPath())
        .setMimetype(file.mimetype())
        .setCaption(file.caption())
        .setFileSha256(Digests.sha256(file.bytes()).toProto())
        .setFileLength(file.bytes().size())
        .setMediaKey(secret)
        .setFileEncSha256(stored.digest().toProto())
        .setDirectPath(stored.directPath());
  }

  private VideoFile.Builder video(PhoneFile file, ByteString secret, Blobs.Stored stored) {
    return VideoFile.newBuilder()
        .setUrl(origin + stored.directPath())
        .setMimetype(file.mimetype())
        .setCaption(file.caption())
        .setFileSha256(Digests.sha256(file.bytes()).toProto())
        .setFileLength(file.bytes().size())
        .setMediaKey(secret)
        .setFileEncSha256(stored.digest().toProto())
        .setDirectPath(stored.directPath());
  }

  /** Encrypts and keeps a part of a phone's history. */
  public HistoryUpload.Uploaded history(Bytes plain) {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    Bytes derived = Digests.hkdf(Bytes.of(secret), "WhatsApp History Keys", 112);
    Keys keys = new Keys(derived.slice(0, 16), derived.slice(16, 48), derived.slice(48, 80));
    Bytes ciphertext = Aes.cbcEncrypt(keys.cipher(), keys.iv(), plain);
    Blobs.Stored stored = blobs.put(Bytes.concat(ciphertext, keys.code(ciphertext)));
    return new HistoryUpload.Uploaded(
        Bytes.of(secret), Digests.sha256(plain), stored.digest(), stored.directPath());
  }

  private record Told(
      PhoneFile.Kind kind,
      String mimetype,
      String caption,
      String name,
      ByteString secret,
      ByteString plain,
      ByteString encrypted,
      long length,
      String path) {}

  /**
   * Opens the file of a message as its receiver does.
   *
   * @param message encoded
   * @throws IllegalArgumentException when it has none, or it is not what the message says
   */
  public PhoneFile open(Bytes message) {
    Told told = told(parse(message));
    Bytes sealed;
    try {
      sealed =
          Bytes.of(
              Files.readAllBytes(
                  blobs
                      .find(told.path())
                      .orElseThrow(() -> new IllegalArgumentException("there is no such file"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Keys keys = Keys.of(told.kind(), Bytes.of(told.secret()));
    Bytes ciphertext = sealed.slice(0, sealed.size() - CODE);
    require(keys.code(ciphertext).equals(sealed.slice(ciphertext.size())), "code");
    require(Digests.sha256(sealed).toProto().equals(told.encrypted()), "digest of what is kept");
    try {
      Bytes plain = Aes.cbcDecrypt(keys.cipher(), keys.iv(), ciphertext);
      require(Digests.sha256(plain).toProto().equals(told.plain()), "digest of the plain file");
      require(plain.size() == told.length(), "length");
      return new PhoneFile(told.kind(), told.mimetype(), told.caption(), told.name(), plain);
    } catch (InvalidCiphertextException e) {
      throw new IllegalArgumentException("the file cannot be decrypted", e);
    }
  }

  /**
   * Answers a companion that asks for a file again: the children of a {@code mediaretry}
   * notification.
   *
   * @param message encoded
   * @param receipt of type {@code server-error}
   * @throws IllegalArgumentException when the receipt is not encrypted for this file
   */
  public List<Node> retry(Bytes message, Node receipt) {
    Told told = told(parse(message));
    AesGcm cipher =
        new AesGcm(Digests.hkdf(Bytes.of(told.secret()), "WhatsApp Media Retry Notification", 32));
    Bytes id = Bytes.utf8(receipt.attribute("id"));
    Node asked =
        receipt.child("encrypt").orElseThrow(() -> new IllegalArgumentException("no encrypt"));
    Node place = receipt.child("rmr").orElseThrow(() -> new IllegalArgumentException("no rmr"));
    try {
      Bytes plain = cipher.decrypt(asked.childData("enc_iv"), id, asked.childData("enc_p"));
      String named = MediaRetryRequest.parseFrom(plain.toArray()).getStanzaId();
      require(named.equals(receipt.attribute("id")), "id");
    } catch (InvalidCiphertextException | InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("the receipt is not encrypted by the file's key", e);
    }
    Optional<String> again = blobs.uploadAgain(told.path());
    if (again.isEmpty()) {
      return List.of(place, Node.of("error").with("code", 2));
    }
    MediaRetryAnswer answer =
        MediaRetryAnswer.newBuilder()
            .setStanzaId(receipt.attribute("id"))
            .setDirectPath(again.get())
            .setResult(1)
            .build();
    byte[] nonce = new byte[12];
    random.nextBytes(nonce);
    Bytes sealed = cipher.encrypt(Bytes.of(nonce), id, Bytes.of(answer.toByteString()));
    return List.of(
        place, Node.of("encrypt", Node.of("enc_p", sealed), Node.of("enc_iv", Bytes.of(nonce))));
  }

  /** Where the file of a message is kept. */
  public static String directPath(Bytes message) {
    return told(parse(message)).path();
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("the file has another " + what);
    }
  }

  private static MediaEnvelope parse(Bytes message) {
    try {
      return MediaEnvelope.parseFrom(message.toArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("the bytes are no message", e);
    }
  }

  private static Told told(MediaEnvelope message) {
    if (message.hasViewOnce()) {
      return told(message.getViewOnce().getMessage());
    }
    if (message.hasViewOnceV2()) {
      return told(message.getViewOnceV2().getMessage());
    }
    if (message.hasEphemeral()) {
      return told(message.getEphemeral().getMessage());
    }
    if (message.hasDocumentWithCaption()) {
      return told(message.getDocumentWithCaption().getMessage());
    }
    if (message.hasImage()) {
      ImageFile it = message.getImage();
      return new Told(
          it.getViewOnce() ? PhoneFile.Kind.VIEW_ONCE : PhoneFile.Kind.IMAGE,
          it.getMimetype(),
          it.getCaption(),
          "",
          it.getMediaKey(),
          it.getFileSha256(),
          it.getFileEncSha256(),
          it.getFileLength(),
          it.getDirectPath());
    }
    if (message.hasVideo() || message.hasVideoNote()) {
      VideoFile it = message.hasVideo() ? message.getVideo() : message.getVideoNote();
      return new Told(
          message.hasVideoNote()
              ? PhoneFile.Kind.VIDEO_NOTE
              : it.getGifPlayback() ? PhoneFile.Kind.GIF : PhoneFile.Kind.VIDEO,
          it.getMimetype(),
          it.getCaption(),
          "",
          it.getMediaKey(),
          it.getFileSha256(),
          it.getFileEncSha256(),
          it.getFileLength(),
          it.getDirectPath());
    }
    if (message.hasAudio()) {
      AudioFile it = message.getAudio();
      return new Told(
          it.getPtt() ? PhoneFile.Kind.VOICE : PhoneFile.Kind.AUDIO,
          it.getMimetype(),
          "",
          "",
          it.getMediaKey(),
          it.getFileSha256(),
          it.getFileEncSha256(),
          it.getFileLength(),
          it.getDirectPath());
    }
    if (message.hasDocument()) {
      DocumentFile it = message.getDocument();
      return new Told(
          PhoneFile.Kind.DOCUMENT,
          it.getMimetype(),
          it.getCaption(),
          it.getFileName(),
          it.getMediaKey(),
          it.getFileSha256(),
          it.getFileEncSha256(),
          it.getFileLength(),
          it.getDirectPath());
    }
    if (message.hasSticker()) {
      StickerFile it = message.getSticker();
      return new Told(
          PhoneFile.Kind.STICKER,
          it.getMimetype(),
          "",
          "",
          it.getMediaKey(),
          it.getFileSha256(),
          it.getFileEncSha256(),
          it.getFileLength(),
          it.getDirectPath());
    }
    throw new IllegalArgumentException("the message has no file");
  }
}

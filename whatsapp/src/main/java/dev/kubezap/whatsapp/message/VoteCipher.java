package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.content.PollContent;
import dev.kubezap.whatsapp.content.VoteContent;
import dev.kubezap.whatsapp.crypto.AesGcm;
import dev.kubezap.whatsapp.crypto.AuthenticationException;
import dev.kubezap.whatsapp.crypto.Hkdf;
import dev.kubezap.whatsapp.crypto.Sha256;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.PollVoteMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Votes in polls, encrypted by the secret that the poll carries (PROTOCOL-2026 5): AES-256-GCM
 * under HKDF of the secret with the poll's id, its creator, the voter and {@code Poll Vote}; the
 * id, a zero byte and the voter are authenticated. Creator and voter are named as in the stanza, by
 * number or LID, so reading tries both.
 */
final class VoteCipher {
  private static final String USE = "Poll Vote";
  private static final int KEY_LENGTH = 32;

  /** A poll has fewer options; a hostile list is refused. */
  private static final int MOST_OPTIONS = 64;

  private VoteCipher() {}

  /** The secret that votes on this poll are encrypted by; empty when it carries none. */
  static Optional<ByteString> secret(StoredMessage poll) {
    try {
      ByteString secret =
          Message.parseFrom(poll.encoded()).getMessageContextInfo().getMessageSecret();
      return Optional.of(secret).filter(bytes -> bytes.size() == KEY_LENGTH);
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  /**
   * Encrypts a vote.
   *
   * @param options by their names
   * @param iv 12 random bytes
   */
  static ByteString encrypt(
      ByteString secret, String pollId, Jid creator, Jid voter, List<String> options, byte[] iv) {
    PollVoteMessage.Builder vote = PollVoteMessage.newBuilder();
    options.forEach(option -> vote.addSelectedOptions(hash(option)));
    return ByteString.copyFrom(
        AesGcm.encrypt(
            key(secret, pollId, creator, voter),
            iv,
            associated(pollId, voter),
            vote.build().toByteArray()));
  }

  /**
   * The names of the chosen options; those that the poll does not have are left out.
   *
   * @param creators how the poll's creator may be named
   * @param voters how the voter may be named
   * @return empty when it is no vote of theirs on this poll
   */
  static Optional<List<String>> decrypt(
      StoredMessage message, VoteContent vote, Collection<Jid> creators, Collection<Jid> voters) {
    Optional<ByteString> secret = secret(message);
    if (!(message.content() instanceof PollContent poll)
        || secret.isEmpty()
        || vote.iv().size() != AesGcm.NONCE_LENGTH) {
      return Optional.empty();
    }
    return creators.stream()
        .flatMap(
            creator ->
                voters.stream()
                    .flatMap(
                        voter -> opened(secret.get(), message.stanzaId(), creator, voter, vote)))
        .findFirst()
        .filter(chosen -> chosen.getSelectedOptionsCount() <= MOST_OPTIONS)
        .map(chosen -> names(poll, chosen));
  }

  private static Stream<PollVoteMessage> opened(
      ByteString secret, String pollId, Jid creator, Jid voter, VoteContent vote) {
    try {
      return Stream.of(
          PollVoteMessage.parseFrom(
              AesGcm.decrypt(
                  key(secret, pollId, creator, voter),
                  vote.iv().toByteArray(),
                  associated(pollId, voter),
                  vote.payload().toByteArray())));
    } catch (AuthenticationException | InvalidProtocolBufferException e) {
      // Under another name of theirs, or not theirs.
      return Stream.empty();
    }
  }

  private static List<String> names(PollContent poll, PollVoteMessage vote) {
    List<String> names = new ArrayList<>();
    for (String option : poll.options()) {
      if (vote.getSelectedOptionsList().contains(hash(option))) {
        names.add(option);
      }
    }
    return names;
  }

  private static ByteString hash(String option) {
    return ByteString.copyFrom(Sha256.digest(option.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] key(ByteString secret, String pollId, Jid creator, Jid voter) {
    byte[] info = (pollId + creator + voter + USE).getBytes(StandardCharsets.UTF_8);
    return Hkdf.derive(secret.toByteArray(), new byte[0], info, KEY_LENGTH);
  }

  private static byte[] associated(String pollId, Jid voter) {
    return (pollId + "\0" + voter).getBytes(StandardCharsets.UTF_8);
  }
}

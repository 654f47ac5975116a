package dev.kubezap.whatsapp.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.MessageReference;
import dev.kubezap.whatsapp.content.PollContent;
import dev.kubezap.whatsapp.content.VoteContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.proto.MessageContextInfo;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Votes, held to what Node's own cryptography makes of the same secret and names. */
class VoteCipherTest {
  private static final Jid CREATOR = Jid.phoneNumber("491522222222");
  private static final Jid VOTER = Jid.phoneNumber("4915112345678");
  private static final Jid VOTER_LID = Jid.lid("777");
  private static final byte[] IV = HexFormat.of().parseHex("000102030405060708090a0b");
  private static final ByteString SECRET =
      hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

  /** Of the option yes. */
  private static final ByteString VOTE =
      hex(
          "7735e2d2c3cf42d54f42e5d8f5068526037540c1d100e4adc9cbbcf2765b362ce90e"
              + "feb4ac98e2bb0d6370b5715a2d43b4f2");

  private static ByteString hex(String digits) {
    return ByteString.copyFrom(HexFormat.of().parseHex(digits));
  }

  private static StoredMessage poll(ByteString secret, String... options) {
    PollContent content = new PollContent("Tea?", List.of(options), 1, MessageContext.NONE);
    return new StoredMessage(
        "m1",
        "3EB0POLL",
        CREATOR,
        Optional.empty(),
        CREATOR,
        0,
        false,
        Optional.empty(),
        Instant.EPOCH,
        content,
        content.encode().toBuilder()
            .setMessageContextInfo(MessageContextInfo.newBuilder().setMessageSecret(secret))
            .build()
            .toByteString(),
        MessageStatus.RECEIVED,
        Optional.empty(),
        Map.of());
  }

  private static VoteContent vote(ByteString payload, ByteString iv) {
    return new VoteContent(
        new MessageReference(Optional.empty(), false, "3EB0POLL", Optional.empty()),
        payload,
        iv,
        Instant.EPOCH);
  }

  private static Optional<List<String>> read(
      StoredMessage poll, ByteString payload, ByteString iv, Jid... voters) {
    return VoteCipher.decrypt(poll, vote(payload, iv), List.of(CREATOR), List.of(voters));
  }

  @Test
  void isEncryptedAsOthersDo() {
    assertThat(VoteCipher.encrypt(SECRET, "3EB0POLL", CREATOR, VOTER, List.of("yes"), IV.clone()))
        .isEqualTo(VOTE);
  }

  @Test
  void isReadUnderEitherName() {
    StoredMessage poll = poll(SECRET, "no", "yes");
    ByteString iv = ByteString.copyFrom(IV);
    assertThat(read(poll, VOTE, iv, VOTER)).contains(List.of("yes"));
    assertThat(read(poll, VOTE, iv, VOTER_LID, VOTER)).contains(List.of("yes"));
    assertThat(read(poll, VOTE, iv, VOTER_LID)).isEmpty();
  }

  @Test
  void whatIsNoVoteOnThisPollIsNotRead() {
    ByteString iv = ByteString.copyFrom(IV);
    assertThat(read(poll(SECRET, "no", "perhaps"), VOTE, iv, VOTER)).contains(List.of());
    assertThat(read(poll(SECRET, "yes"), VOTE, hex("00"), VOTER)).isEmpty();
    assertThat(read(poll(SECRET, "yes"), ByteString.EMPTY, iv, VOTER)).isEmpty();
    assertThat(read(poll(SECRET, "yes"), VOTE.substring(1), iv, VOTER)).isEmpty();
    assertThat(read(poll(ByteString.EMPTY, "yes"), VOTE, iv, VOTER)).isEmpty();
    assertThat(read(poll(hex("00"), "yes"), VOTE, iv, VOTER)).isEmpty();
  }
}

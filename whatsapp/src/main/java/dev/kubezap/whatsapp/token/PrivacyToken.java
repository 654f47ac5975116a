package dev.kubezap.whatsapp.token;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of the tokens between a contact and us.
 *
 * @param bytes the contact's token; opaque; empty when it gave none
 * @param at when the contact issued it
 * @param issuedAt when ours was issued to the contact last
 * @param askedAt when we tried to issue it last
 */
public record PrivacyToken(
    ByteString bytes, Instant at, Optional<Instant> issuedAt, Optional<Instant> askedAt) {

  /** Nothing is known. */
  public static final PrivacyToken NONE =
      new PrivacyToken(ByteString.EMPTY, Instant.EPOCH, Optional.empty(), Optional.empty());

  /** A failed attempt is not repeated with every message. */
  private static final Duration AGAIN = Duration.ofHours(1);

  /** With the contact's token; an older one than the one that is known changes nothing. */
  public PrivacyToken received(ByteString token, Instant issued) {
    return !bytes.isEmpty() && issued.isBefore(at)
        ? this
        : new PrivacyToken(token, issued, issuedAt, askedAt);
  }

  /** We try to issue ours now. */
  public PrivacyToken asked(Instant now) {
    return new PrivacyToken(bytes, at, issuedAt, Optional.of(now));
  }

  /** The service took ours. */
  public PrivacyToken issued(Instant when) {
    return new PrivacyToken(bytes, at, Optional.of(when), askedAt);
  }

  /** The newer of two records of one contact. */
  PrivacyToken or(PrivacyToken other) {
    PrivacyToken newer = other.at.isAfter(at) ? other : this;
    return new PrivacyToken(
        newer.bytes, newer.at, issuedAt.or(other::issuedAt), askedAt.or(other::askedAt));
  }

  /** The token that goes along with a message now. */
  public Optional<ByteString> valid(TokenBuckets received, Instant now) {
    return bytes.isEmpty() || received.isExpired(at, now) ? Optional.empty() : Optional.of(bytes);
  }

  /** Whether ours is to be issued when the contact is written to. */
  public boolean mayIssue(TokenBuckets sent, Instant now) {
    return issuedAt.filter(before -> !sent.isLater(now, before)).isEmpty()
        && askedAt.filter(before -> before.plus(AGAIN).isAfter(now)).isEmpty();
  }

  /** Whether nothing of it can matter any more: the contact's, ours, our last attempt. */
  boolean isPast(TokenBuckets received, TokenBuckets sent, Instant now) {
    return received.isLongExpired(at, now)
        && Stream.of(issuedAt, askedAt)
            .flatMap(Optional::stream)
            .allMatch(when -> sent.isLongExpired(when, now));
  }

  /** Leaves out the token. */
  @Override
  public String toString() {
    return "PrivacyToken[" + bytes.size() + " bytes of " + at + "]";
  }
}

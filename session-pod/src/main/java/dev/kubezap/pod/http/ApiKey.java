package dev.kubezap.pod.http;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A key of the API; only its digest is kept.
 *
 * @param name what logs call it
 * @param scopes what it may do
 * @param requestsPerMinute how many requests it may make; empty for any number
 */
public record ApiKey(
    String name, ByteString digest, Set<Scope> scopes, OptionalInt requestsPerMinute) {

  public ApiKey {
    scopes = Set.copyOf(scopes);
  }

  /** A key from its text. */
  public static ApiKey of(String name, String key, Set<Scope> scopes) {
    return new ApiKey(name, digestOf(key), scopes, OptionalInt.empty());
  }

  /** A key that is known by its digest alone. */
  public static ApiKey ofDigest(String name, ByteString digest, Set<Scope> scopes) {
    return new ApiKey(name, digest, scopes, OptionalInt.empty());
  }

  /** What a token of this subject may do; no text is its key. */
  public static ApiKey ofToken(String subject, Set<Scope> scopes) {
    return new ApiKey(subject, ByteString.EMPTY, scopes, OptionalInt.empty());
  }

  /** The same key, held to so many requests. */
  public ApiKey limitedTo(int requests) {
    return new ApiKey(name, digest, scopes, OptionalInt.of(requests));
  }

  /** Whether this is the key whose text was presented; takes the same time for every wrong one. */
  boolean is(ByteString presentedDigest) {
    return MessageDigest.isEqual(digest.toByteArray(), presentedDigest.toByteArray());
  }

  /** Whether the key may do what {@code scope} covers. */
  boolean may(Scope scope) {
    return scopes.contains(Scope.ADMIN) || scopes.contains(scope);
  }

  /** SHA-256 of a key. */
  public static ByteString digestOf(String key) {
    try {
      return ByteString.copyFrom(
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The same key, held to some of what it may do: it never may more than before. */
  ApiKey narrowedTo(Set<Scope> wanted) {
    Set<Scope> both = EnumSet.noneOf(Scope.class);
    for (Scope scope : Scope.values()) {
      boolean asked = wanted.contains(Scope.ADMIN) || wanted.contains(scope);
      if (asked && may(scope)) {
        both.add(scope);
      }
    }
    return new ApiKey(name, digest, both, requestsPerMinute);
  }

  /** Leaves out the digest. */
  @Override
  public String toString() {
    return "ApiKey[" + name + " " + scopes + "]";
  }
}

package dev.kubezap.whatsapp.syncd;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The collections of app state (PROTOCOL 13), in the order in which they are read. */
public enum Collection {
  /** The account's own name and language. */
  CRITICAL_BLOCK("critical_block"),
  /** Names of contacts. */
  CRITICAL_UNBLOCK_LOW("critical_unblock_low"),
  /** What is muted, starred, deleted. */
  REGULAR_HIGH("regular_high"),
  /** Labels and the like. */
  REGULAR("regular"),
  /** What is archived, pinned, marked. */
  REGULAR_LOW("regular_low");

  private final String wireName;

  Collection(String wireName) {
    this.wireName = wireName;
  }

  /** The name that the service knows it by. */
  public String wireName() {
    return wireName;
  }

  /** The one of that name. */
  public static Optional<Collection> of(String name) {
    return Arrays.stream(values()).filter(one -> one.wireName.equals(name)).findFirst();
  }

  byte[] bytes() {
    return wireName.getBytes(StandardCharsets.US_ASCII);
  }
}

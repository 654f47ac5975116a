package dev.kubezap.client;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/** Who is shown a status. */
public final class StatusRecipients {
  private final Object value;

  private StatusRecipients(Object value) {
    this.value = value;
  }

  /** All contacts of the account. */
  public static StatusRecipients contacts() {
    return new StatusRecipients("contacts");
  }

  /**
   * These alone.
   *
   * @param numbersOrJids up to 1,024
   */
  public static StatusRecipients of(List<String> numbersOrJids) {
    return new StatusRecipients(List.copyOf(numbersOrJids));
  }

  @JsonValue
  Object value() {
    return value;
  }
}

package dev.kubezap.crd.v1alpha1;

/**
 * A value of a resource that this version cannot read, such as one of a newer version's choices.
 *
 * @param field where it is, such as {@code spec.webhooks[0].events[1]}
 * @param value what stands there, at most 64 characters of it
 */
public record UnknownSetting(String field, String value) {

  /**
   * Whether it is this field, such as {@code spec.storage}, or a part of it, or it a part of it.
   */
  boolean concerns(String other) {
    return field.equals(other)
        || field.startsWith(other + ".")
        || other.startsWith(field + ".")
        || field.startsWith(other + "[");
  }
}

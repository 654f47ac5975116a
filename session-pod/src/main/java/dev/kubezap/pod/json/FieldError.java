package dev.kubezap.pod.json;

/**
 * What is wrong with one field.
 *
 * @param field its path in the document, such as {@code mentions[0]}
 * @param message completes the sentence that the field begins
 */
public record FieldError(String field, String message) {}

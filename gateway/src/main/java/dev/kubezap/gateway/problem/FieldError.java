package dev.kubezap.gateway.problem;

/**
 * What is wrong with one field of a request.
 *
 * @param field its path, such as {@code webhooks[0].url}
 * @param message what to write instead
 */
public record FieldError(String field, String message) {}

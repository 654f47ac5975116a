package dev.kubezap.whatsapp.model;

import java.util.OptionalInt;

/**
 * Why an outgoing message failed.
 *
 * @param code ours, stable, in kebab case, such as {@code whatsapp-refused} or {@code
 *     recipient-not-found}
 * @param whatsappCode the code of the server's acknowledgement, when the server refused it
 * @param reason a sentence that says what to do
 */
public record MessageFailure(String code, OptionalInt whatsappCode, String reason) {}

package dev.kubezap.operator.settings;

import java.util.Optional;
import java.util.SortedMap;

/**
 * What every session pod gets unless its resource says otherwise.
 *
 * @param image container image
 * @param whatsappVariables variables about the WhatsApp service that are passed on as they are
 * @param whatsappAuthorities certificate authorities to trust beside the usual ones, PEM
 */
public record PodDefaults(
    String image,
    SortedMap<String, String> whatsappVariables,
    Optional<String> whatsappAuthorities) {}

package dev.kubezap.whatsapp.history;

import dev.kubezap.whatsapp.model.HistoryPlace;

/**
 * A history could not be read: new work.
 *
 * @param job names the history
 * @param from where the reading began
 * @param reason in kebab case
 * @param passing whether it may be otherwise later
 */
public record HistoryTrouble(String job, HistoryPlace from, String reason, boolean passing) {}

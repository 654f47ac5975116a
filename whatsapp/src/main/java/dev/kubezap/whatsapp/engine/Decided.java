package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.step.Outcome;
import java.util.Optional;

/**
 * Work with what was decided about it.
 *
 * @param kind the name of its kind in metrics
 * @param fault why it was set aside, when it was
 */
record Decided(Pending pending, String kind, Outcome outcome, Optional<RuntimeException> fault) {}

package dev.kubezap.playground.tour;

import dev.kubezap.playground.process.Absence;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The parts that the tour can do without for a while.
 *
 * @param operator takes the operator away
 * @param apiServer takes the API server away; empty when it is not the playground's own
 */
public record Absences(Supplier<Absence> operator, Optional<Supplier<Absence>> apiServer) {}

/**
 * Coverage-guided fuzzing of every parser that reads bytes of strangers: the list of targets, which
 * lie beside the parsers. What fuzzes them is in {@code whatsapp}.
 */
@NullMarked
package dev.kubezap.pod.fuzz;

import org.jspecify.annotations.NullMarked;

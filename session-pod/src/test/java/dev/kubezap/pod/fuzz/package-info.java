/**
 * Coverage-guided fuzzing of every parser that reads bytes of strangers: the list of targets, what
 * the fuzzer calls, and the replay of the inputs that it found. The targets lie beside the parsers.
 */
@NullMarked
package dev.kubezap.pod.fuzz;

import org.jspecify.annotations.NullMarked;

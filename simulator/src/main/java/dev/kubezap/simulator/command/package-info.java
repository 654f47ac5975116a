/** The command line: a simulator with its control API, or a word with one that runs. */
@NullMarked
package dev.kubezap.simulator.command;

import org.jspecify.annotations.NullMarked;

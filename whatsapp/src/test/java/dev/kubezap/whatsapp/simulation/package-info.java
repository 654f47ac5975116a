/**
 * The engine in virtual time, on one thread, with a model of the world around it: everything that
 * happens follows from a seed and a list of faults.
 */
@NullMarked
package dev.kubezap.whatsapp.simulation;

import org.jspecify.annotations.NullMarked;

/**
 * Child processes: started in their own session, recorded on disk, supervised, and ended for sure.
 */
@NullMarked
package dev.kubezap.playground.process;

import org.jspecify.annotations.NullMarked;

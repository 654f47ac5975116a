/**
 * The operator as a process: started and stopped by Quarkus, which serves its health and metrics.
 */
@NullMarked
package dev.kubezap.operator;

import org.jspecify.annotations.NullMarked;

/** Measurements that anyone can repeat. */
@NullMarked
package dev.kubezap.benchmarks;

import org.jspecify.annotations.NullMarked;

/** Fingerprints, by which a change is noticed without keeping what changed. */
@NullMarked
package dev.kubezap.operator.digest;

import org.jspecify.annotations.NullMarked;

/** Version {@code v1alpha1} of the resources: what a user may write and what the status tells. */
@NullMarked
package dev.kubezap.crd.v1alpha1;

import org.jspecify.annotations.NullMarked;

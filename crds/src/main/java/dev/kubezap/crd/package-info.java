/** The custom resources of the group {@code kubezap.dev}. */
@NullMarked
package dev.kubezap.crd;

import org.jspecify.annotations.NullMarked;

/** What changed between two definitions of a resource, for whoever wrote one of the other. */
@NullMarked
package dev.kubezap.crd.definition;

import org.jspecify.annotations.NullMarked;

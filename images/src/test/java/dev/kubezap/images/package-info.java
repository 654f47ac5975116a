/** What the OCI archives hold. */
@NullMarked
package dev.kubezap.images;

import org.jspecify.annotations.NullMarked;

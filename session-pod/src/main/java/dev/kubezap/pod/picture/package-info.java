/**
 * Pictures made small: what their first bytes say of them, which of them are decoded at all, and
 * JPEGs of a size that is wanted. Nothing of the JDK's image classes is loaded before the first.
 */
@NullMarked
package dev.kubezap.pod.picture;

import org.jspecify.annotations.NullMarked;

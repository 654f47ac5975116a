/** Brings objects to what is desired, without writing what is already so. */
@NullMarked
package dev.kubezap.operator.apply;

import org.jspecify.annotations.NullMarked;

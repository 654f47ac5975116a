/** Namespaces that sessions are looked after in: which of them can be watched now. */
@NullMarked
package dev.kubezap.operator.namespace;

import org.jspecify.annotations.NullMarked;

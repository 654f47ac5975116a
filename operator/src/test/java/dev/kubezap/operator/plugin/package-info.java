/** Tests of the plugin of kubectl, {@code kubectl/kubectl-zap}. */
@NullMarked
package dev.kubezap.operator.plugin;

import org.jspecify.annotations.NullMarked;

/** Tests of what GitOps tools read from a session: the scripts in {@code gitops/}. */
@NullMarked
package dev.kubezap.operator.gitops;

import org.jspecify.annotations.NullMarked;

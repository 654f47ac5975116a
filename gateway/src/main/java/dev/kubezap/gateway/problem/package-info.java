/** Errors as callers see them: problem documents of RFC 9457. */
@NullMarked
package dev.kubezap.gateway.problem;

import org.jspecify.annotations.NullMarked;

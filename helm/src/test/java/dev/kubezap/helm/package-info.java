/** Tests of the chart by Helm itself. */
@NullMarked
package dev.kubezap.helm;

import org.jspecify.annotations.NullMarked;

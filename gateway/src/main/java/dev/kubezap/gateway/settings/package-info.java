/** The variables of the process. */
@NullMarked
package dev.kubezap.gateway.settings;

import org.jspecify.annotations.NullMarked;

/** Tests of the session's engine. */
@NullMarked
package dev.kubezap.whatsapp.engine;

import org.jspecify.annotations.NullMarked;

/** The little JSON that the service speaks, read by Jackson's parser. */
@NullMarked
package dev.kubezap.whatsapp.json;

import org.jspecify.annotations.NullMarked;

/** What the session is told by whoever runs it, and tells on as events among its own. */
@NullMarked
package dev.kubezap.whatsapp.notice;

import org.jspecify.annotations.NullMarked;

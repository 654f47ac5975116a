/**
 * What follows when stored state came back from the past: a database restored from a backup or
 * failed over to a replica that lagged, a volume of yesterday, or both (SAFETY.md 6).
 *
 * <p>Nothing is sent before it is carried out: no key is used twice, no prekey id is handed out
 * twice, and what may have been sent already is not sent again.
 */
@NullMarked
package dev.kubezap.whatsapp.restore;

import org.jspecify.annotations.NullMarked;

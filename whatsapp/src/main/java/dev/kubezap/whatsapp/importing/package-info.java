/**
 * A link that another client of the same device has had, taken over with its keys, so that nobody
 * has to scan anew. From then on the device is this session's, and the other client has to stay
 * stopped.
 */
@NullMarked
package dev.kubezap.whatsapp.importing;

import org.jspecify.annotations.NullMarked;

/**
 * App state without its meaning: collections of encrypted entries that the phone and its companions
 * keep in common, their keys, sums and codes (PROTOCOL 13). Stored records and inputs of it; what
 * entries say is decided by {@code appstate}.
 */
@NullMarked
package dev.kubezap.whatsapp.syncd;

import org.jspecify.annotations.NullMarked;

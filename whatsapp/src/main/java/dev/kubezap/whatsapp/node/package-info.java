/**
 * Stanzas: the tree of {@link dev.kubezap.whatsapp.node.Node}s and its binary form on the wire.
 *
 * <p>{@link dev.kubezap.whatsapp.node.NodeEncoder} and {@link
 * dev.kubezap.whatsapp.node.NodeDecoder} are pure functions between bytes and nodes. What the peer
 * got wrong is a {@link dev.kubezap.whatsapp.node.NodeFormatException} (the bytes are no node) or a
 * {@link dev.kubezap.whatsapp.node.MalformedStanzaException} (the node lacks what its kind must
 * have); both are checked, so no handler forgets them.
 */
@NullMarked
package dev.kubezap.whatsapp.node;

import org.jspecify.annotations.NullMarked;

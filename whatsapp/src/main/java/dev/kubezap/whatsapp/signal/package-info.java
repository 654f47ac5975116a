/**
 * The Signal protocol, version 3, between two devices: key agreement (X3DH), the double ratchet and
 * their wire format, written from the published specifications.
 *
 * <p>Everything is an immutable value or a pure function. {@link
 * dev.kubezap.whatsapp.signal.SessionCipher} and {@link dev.kubezap.whatsapp.signal.X3dh} take a
 * session and a message and answer a new session beside the result; whoever calls them stores the
 * new session before it lets the result out. A call that fails has changed nothing, because there
 * is nothing it could change. Random bytes are an argument; there is no store and no clock.
 */
@NullMarked
package dev.kubezap.whatsapp.signal;

import org.jspecify.annotations.NullMarked;

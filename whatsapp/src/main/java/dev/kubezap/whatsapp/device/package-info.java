/**
 * The devices of accounts: who they are, by which of two identities they are addressed, and the
 * Signal state kept for each.
 *
 * <p>An account has a phone number and a LID; both name the same devices. Signal state is filed
 * under the LID as soon as it is known; what was filed under the number moves there when it is used
 * next ({@link dev.kubezap.whatsapp.device.DeviceSession}).
 */
@NullMarked
package dev.kubezap.whatsapp.device;

import org.jspecify.annotations.NullMarked;

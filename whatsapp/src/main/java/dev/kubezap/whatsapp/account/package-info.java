/**
 * What the service says about the account and the connection outside of messages: switches, expiry,
 * routing, leftovers to clean.
 */
@NullMarked
package dev.kubezap.whatsapp.account;

import org.jspecify.annotations.NullMarked;

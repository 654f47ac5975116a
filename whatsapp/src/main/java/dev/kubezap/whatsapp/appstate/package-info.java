/**
 * App state: what the phone and its companions keep in common, read from the service collection by
 * collection, done to chats, contacts and messages, and written by this account (PROTOCOL 13).
 */
@NullMarked
package dev.kubezap.whatsapp.appstate;

import org.jspecify.annotations.NullMarked;

/**
 * From an open connection to a session that can send: what is said while logging in, and what is
 * asked and answered around it.
 */
@NullMarked
package dev.kubezap.whatsapp.login;

import org.jspecify.annotations.NullMarked;

/**
 * What this account does to groups, the durable way: stored before it is asked of the service, and
 * asked again after a process or a connection ended in between.
 */
@NullMarked
package dev.kubezap.whatsapp.groupchange;

import org.jspecify.annotations.NullMarked;

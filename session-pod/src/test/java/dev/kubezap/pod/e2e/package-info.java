/** The pod as a process, with a simulated WhatsApp on the other side. */
@NullMarked
package dev.kubezap.pod.e2e;

import org.jspecify.annotations.NullMarked;

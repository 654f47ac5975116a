/** Requests on their way to session pods and their answers on the way back, streamed. */
@NullMarked
package dev.kubezap.gateway.proxy;

import org.jspecify.annotations.NullMarked;

/**
 * Another implementation of the Signal protocol as a peer of tests. It needs an older protobuf
 * runtime than ours, so it lives in a class loader of its own and speaks bytes.
 */
@NullMarked
package dev.kubezap.whatsapp.signal.reference;

import org.jspecify.annotations.NullMarked;

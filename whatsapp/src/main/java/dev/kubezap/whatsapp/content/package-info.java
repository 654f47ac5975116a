/**
 * What messages say: one class for each kind, which reads its part of the {@code Message} protobuf,
 * writes it, and says how the stanza that carries it is marked. {@link
 * dev.kubezap.whatsapp.content.Contents} lists them. What is stored of a message is the protobuf;
 * everything here is derived from it when it is read.
 */
@NullMarked
package dev.kubezap.whatsapp.content;

import org.jspecify.annotations.NullMarked;

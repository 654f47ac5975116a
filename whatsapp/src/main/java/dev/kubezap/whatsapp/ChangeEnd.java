package dev.kubezap.whatsapp;

import dev.kubezap.whatsapp.model.MessageFailure;

/** How the change of a message ended. */
public sealed interface ChangeEnd {

  /** The server has it, and the message is changed. */
  record Done() implements ChangeEnd {}

  /** It was refused or could not be sent; the message is as it was. */
  record Failed(MessageFailure failure) implements ChangeEnd {}
}

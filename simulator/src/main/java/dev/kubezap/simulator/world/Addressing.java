package dev.kubezap.simulator.world;

/** The addresses that direct messages from and to an account may use. */
public enum Addressing {
  /** Both, as long as one stanza keeps to one of them. */
  ANY,
  /** LID only: the account has been migrated; a phone number is refused with 400. */
  LID,
  /** Phone number only: not migrated; a LID is refused with 400. */
  PHONE_NUMBER
}

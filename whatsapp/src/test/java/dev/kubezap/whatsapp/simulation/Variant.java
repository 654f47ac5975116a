package dev.kubezap.whatsapp.simulation;

/** How the engine is surrounded: rightly, or by something that breaks one promise. */
enum Variant {
  /** As it shall be. */
  RIGHT,
  /** A commit returns before it is durable, so what it allows is performed too early. */
  PERFORMS_BEFORE_COMMIT,
  /** Whoever was an owner may write. */
  HAS_NO_FENCE,
  /** Messages are acknowledged as they arrive. */
  ACKNOWLEDGES_EARLY,
  /** A new process prepares anew what its predecessor had prepared. */
  PREPARES_ANEW,
  /** What was prepared is not kept. */
  LOSES_PREPARED,
  /** Read receipts are not kept. */
  LOSES_READ_RECEIPTS
}

package dev.kubezap.pod.api;

/** What came of a change of a webhook. */
public enum WebhookChange {
  /** It is new. */
  CREATED,
  /** It stands in the place of what had its name. */
  REPLACED,
  /** It is gone, and so is what waited for it. */
  REMOVED,
  /** There is none of this name. */
  UNKNOWN,
  /** The resource, or a variable, declares it: it is changed there. */
  DECLARED,
  /** There are as many as may be. */
  TOO_MANY,
  /** This process does not own the session. */
  STANDBY
}

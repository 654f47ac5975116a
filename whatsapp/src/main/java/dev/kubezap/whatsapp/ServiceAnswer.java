package dev.kubezap.whatsapp;

import java.time.Duration;

/**
 * What became of a {@link ServiceRequest}.
 *
 * @param <A> what it asked for
 */
public sealed interface ServiceAnswer<A> {

  /** It is known, or done. */
  record Given<A>(A value) implements ServiceAnswer<A> {}

  /**
   * It is stored, and goes on by itself: an event tells how it ends.
   *
   * @param id under which it was accepted
   */
  record Queued<A>(String id) implements ServiceAnswer<A> {}

  /** It cannot be done without a connection, and there is none. */
  record NotConnected<A>() implements ServiceAnswer<A> {}

  /** WhatsApp did not answer in time: what was to be done may be done, or not. */
  record Unanswered<A>() implements ServiceAnswer<A> {}

  /**
   * WhatsApp said no, or says no to every question of this kind for a while.
   *
   * @param whatsappCode such as 404
   * @param retryAfter when one may ask again; zero when it says nothing of that
   */
  record Refused<A>(int whatsappCode, Duration retryAfter) implements ServiceAnswer<A> {}

  /**
   * It cannot be done, whatever WhatsApp would say.
   *
   * @param code in kebab case, such as {@code lid-unknown}
   * @param detail a sentence for the caller
   */
  record Impossible<A>(String code, String detail) implements ServiceAnswer<A> {}
}

package dev.kubezap.whatsapp.login;

/**
 * Opens a connection, closing the present one if there is one.
 *
 * @param why in kebab case, for metrics
 */
public record ConnectNow(String why) {

  /** The timer that delays it: there is at most one connection to be opened. */
  public static final String TIMER = "connect";
}

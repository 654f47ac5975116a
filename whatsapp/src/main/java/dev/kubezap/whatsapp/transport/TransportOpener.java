package dev.kubezap.whatsapp.transport;

/** Opens transports, one per connection. */
@FunctionalInterface
public interface TransportOpener {

  /**
   * Opens a transport; blocks until it is usable. Interrupting the thread makes it give up.
   *
   * @throws OpenException when a step fails or the time is up
   */
  Transport open() throws OpenException;
}

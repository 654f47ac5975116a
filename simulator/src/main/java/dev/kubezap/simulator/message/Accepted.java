package dev.kubezap.simulator.message;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A message that the server accepted, and what became of it on every device. */
public final class Accepted {
  private final String sender;
  private final String chat;
  private final String id;
  private final Map<String, Delivery> deliveries = new LinkedHashMap<>();

  Accepted(String sender, String chat, String id) {
    this.sender = sender;
    this.chat = chat;
    this.id = id;
  }

  /** Phone number of the account that sent it. */
  public String sender() {
    return sender;
  }

  /** Phone number of the account that it went to. */
  public String chat() {
    return chat;
  }

  /** The stanza's id. */
  public String id() {
    return id;
  }

  Delivery delivery(String device) {
    return deliveries.computeIfAbsent(device, Delivery::new);
  }

  boolean isFor(String device) {
    return deliveries.containsKey(device);
  }

  /** One for every device that it was addressed to. */
  public Collection<Delivery> deliveries() {
    return deliveries.values();
  }

  /** What became of it on one device. */
  public static final class Delivery {
    private final String device;
    private final Set<String> receipts = new TreeSet<>();
    private int copies;

    private Delivery(String device) {
      this.device = device;
    }

    /** The device's phone-number address. */
    public String device() {
      return device;
    }

    /** How many ciphertexts the server took for the device: more than one after a retry. */
    public int copies() {
      return copies;
    }

    /** Types of the receipts that the device gave; the plain one is {@code delivered}. */
    public Set<String> receipts() {
      return receipts;
    }

    void addCopy() {
      copies++;
    }
  }
}

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
  private final Map<String, Delivery> deliveries = LinkedHashMap.newLinkedHashMap(2);

  Accepted(String sender, String chat, String id) {
    this.sender = sender;
    this.chat = chat;
    this.id = id;
  }

  /**
   * What is stored of a message.
   *
   * @param sender phone number of the account that sent it
   * @param chat phone number of the account that it went to
   * @param id the stanza's id
   * @param deliveries receipts by device
   */
  public record Snapshot(
      String sender, String chat, String id, Map<String, Set<String>> deliveries) {}

  Accepted(Snapshot stored) {
    this(stored.sender(), stored.chat(), stored.id());
    stored
        .deliveries()
        .forEach(
            (device, receipts) -> {
              Delivery delivery = delivery(device);
              delivery.addCopy();
              delivery.receipts.addAll(receipts);
            });
  }

  Snapshot snapshot() {
    Map<String, Set<String>> stored = new LinkedHashMap<>();
    deliveries.forEach((device, delivery) -> stored.put(device, Set.copyOf(delivery.receipts)));
    return new Snapshot(sender, chat, id, stored);
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

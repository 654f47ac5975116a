package dev.kubezap.whatsapp.simulation;

import com.google.protobuf.ByteString;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.strict.Violation;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.engine.QuarantineKey;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeDecoder;
import dev.kubezap.whatsapp.node.NodeFormatException;
import dev.kubezap.whatsapp.store.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks on while a run goes: what leaves the engine is compared with what is durable at that
 * instant, and at the end what everybody has with what everybody was given.
 */
final class Checker {
  private final List<String> failures = new ArrayList<>();
  private final Set<String> durableStanzas = new HashSet<>();
  private final Set<String> durableMessages = new HashSet<>();
  private final Map<String, ByteString> prepared = new HashMap<>();
  private final Map<String, String> raised = new LinkedHashMap<>();
  private final Map<String, StoredMessage> raisedById = new LinkedHashMap<>();
  private final Set<String> reads = new HashSet<>();
  private final Set<String> wereRead = new LinkedHashSet<>();
  private final Map<String, Jid> chats = new LinkedHashMap<>();
  private final Map<String, Integer> accepted = new LinkedHashMap<>();
  private final Map<List<Object>, Integer> lastSent = new HashMap<>();
  private final Set<List<Object>> sentOn = new HashSet<>();
  private final Map<List<Object>, Integer> arrivals = new HashMap<>();
  private final Map<List<Object>, Integer> lastRaised = new HashMap<>();
  private final Map<String, Integer> retries = new HashMap<>();
  private final Set<String> requests = new HashSet<>();
  private final Set<String> quarantined = new HashSet<>();

  /** Something is not as promised. */
  void fail(String what) {
    failures.add(what);
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  /** A commit is durable now. */
  void stored(Owner owner, boolean isOwner, List<Change> changes) {
    if (!isOwner) {
      fail("written by a former owner: " + owner);
    }
    for (Change change : changes) {
      switch (change) {
        case Change.PutMessage put -> message(put.message());
        case Change.PutPrepared put -> {
          ByteString before =
              prepared.putIfAbsent(put.prepared().stanzaId(), put.prepared().stanza());
          if (before != null && !before.equals(put.prepared().stanza())) {
            fail("prepared twice: " + put.prepared().stanzaId());
          }
        }
        case Change.Append append -> {
          if (append.event() instanceof MessageEvent.Received received) {
            raised(owner, received.message());
          }
        }
        case Change.Put<?> put -> {
          if (put.key().kind().equals("ciphertext-mark")) {
            // What our phone tells this device alone is no message of a chat.
            durableStanzas.add(put.key().name().split("/", -1)[1]);
          }
          if (put.value() instanceof QuarantineKey.Entry entry) {
            quarantined(entry);
          }
        }
        case Change.ForgetDevice _ -> fail("the device was forgotten");
        default -> {}
      }
    }
  }

  private void message(StoredMessage message) {
    durableStanzas.add(message.stanzaId());
    durableMessages.add(message.id());
    if (message.fromMe() && message.status() == MessageStatus.QUEUED) {
      chats.put(message.stanzaId(), message.chat());
      accepted.putIfAbsent(message.stanzaId(), accepted.size());
    }
    if (message.status() == MessageStatus.FAILED) {
      fail("failed: " + message.stanzaId() + " " + message.failure());
    }
  }

  private void raised(Owner owner, StoredMessage message) {
    String text = text(message.content());
    if (raised.putIfAbsent(message.stanzaId(), text) != null) {
      fail("raised twice: " + text);
    }
    raisedById.put(message.id(), message);
    Integer place = arrivals.get(List.of(owner, message.stanzaId()));
    if (place != null && !Traffic.comesLate(text)) {
      Integer before = lastRaised.put(List.of(owner, message.chat()), place);
      if (before != null && before > place) {
        fail("raised before one that had come first: " + text);
      }
    }
  }

  private void quarantined(QuarantineKey.Entry entry) {
    try {
      String id = NodeDecoder.decode(entry.input().toByteArray()).attribute("id").orElse("");
      durableStanzas.add(id);
      if (!quarantined.add(id)) {
        fail("quarantined twice: " + id);
      }
    } catch (NodeFormatException e) {
      fail("quarantined what cannot be read");
    }
  }

  private static String text(Content content) {
    return content instanceof TextContent text ? text.text() : content.toString();
  }

  /** A stanza reached a process. */
  void arrived(Owner owner, Node stanza) {
    if (stanza.is("receipt") && stanza.has("type", "retry")) {
      retries.merge(stanza.attribute("id").orElse(""), 1, Integer::sum);
    }
    if (stanza.is("message")) {
      String id = stanza.attribute("id").orElse("");
      arrivals.putIfAbsent(List.of(owner, id), arrivals.size());
    }
  }

  /** A stanza leaves the engine. */
  void sent(Link link, Node stanza) {
    String id = stanza.attribute("id").orElse("");
    if (stanza.is("message")) {
      message(link, stanza, id);
    } else if (stanza.is("receipt")) {
      acknowledged(id, stanza);
      stanza.child("list").stream()
          .flatMap(list -> list.children("item").stream())
          .forEach(item -> acknowledged(item.attribute("id").orElse(""), stanza));
    } else if (stanza.is("ack") && stanza.has("class", "message")) {
      acknowledged(id, stanza);
    }
  }

  private void acknowledged(String id, Node stanza) {
    if (stanza.has("type", "read") && !reads.contains(id)) {
      fail("told as read, though nobody read it: " + id);
    }
    if (!durableStanzas.contains(id)) {
      fail("acknowledged before it was stored: " + stanza.tag() + " " + id);
    }
  }

  private void message(Link link, Node stanza, String id) {
    if (stanza.has("category", "peer")) {
      // A request to the own phone: it has a new id whenever it is repeated.
      if (!requests.add(id)) {
        fail("asked twice under one id: " + id);
      }
      return;
    }
    if (stanza.has("device_fanout", "false")) {
      // An answer to one device, which asked for it.
      if (!durableStanzas.contains(id)) {
        fail("answered for an unknown message: " + id);
      }
      return;
    }
    if (!Objects.equals(prepared.get(id), Wire.encoded(stanza))) {
      fail("left before exactly these bytes were stored: " + id);
    }
    Integer place = accepted.get(id);
    Jid chat = chats.get(id);
    // What is repeated on the same connection was in its place the first time.
    if (place != null && chat != null && sentOn.add(List.of(link, id))) {
      Integer before = lastSent.put(List.of(link, chat), place);
      if (before != null && before > place) {
        fail("left after one that was accepted later: " + id);
      }
    }
  }

  /** A caller was told that its message is accepted. */
  void promised(StoredMessage message) {
    if (!durableMessages.contains(message.id())) {
      fail("promised before it was stored: " + message.stanzaId());
    }
  }

  /** What was received and told. */
  List<StoredMessage> raised() {
    return List.copyOf(raisedById.values());
  }

  /** A caller is about to mark messages as read. */
  void reads(List<String> ids) {
    stanzas(ids).forEach(reads::add);
  }

  /** A caller was told that they are. */
  void wasRead(List<String> ids) {
    stanzas(ids).forEach(wereRead::add);
  }

  private Stream<String> stanzas(List<String> ids) {
    return ids.stream().map(id -> Objects.requireNonNull(raisedById.get(id)).stanzaId());
  }

  private static boolean isToldAsRead(Simulation simulation, String id) {
    return Template.OTHERS.stream()
        .flatMap(number -> simulation.server.accepted(number, id).stream())
        .flatMap(message -> message.deliveries().stream())
        .anyMatch(delivery -> delivery.receipts().contains("read"));
  }

  /** What is missing still; empty when everybody has everything. */
  List<String> missing(Simulation simulation) {
    return Stream.of(
            Stream.of("calls without answer").filter(_ -> !simulation.traffic.isAnswered()),
            Stream.of("readers without answer").filter(_ -> !simulation.readers.areAnswered()),
            wereRead.stream()
                .filter(id -> !isToldAsRead(simulation, id))
                .map(id -> "not told as read: " + id),
            simulation.database.rows().recordNames("read-receipt", "", 10).stream()
                .map(name -> "read receipt without acknowledgement: " + name),
            simulation.database.rows().prepared().stream()
                .map(stanza -> "without acknowledgement: " + stanza.stanzaId()),
            simulation.companion().mailbox().pending().stream()
                .map(waiting -> "waits at the server: " + waiting.getKey()),
            sentToUs(simulation)
                .filter(message -> !Traffic.isPoison(message.text()))
                .filter(message -> !raised.containsKey(message.id()))
                .map(message -> "not received: " + message.text()),
            sentToUs(simulation)
                .filter(message -> Traffic.isPoison(message.text()))
                .filter(message -> !quarantined.contains(message.id()))
                .map(message -> "not quarantined: " + message.id()),
            chats.entrySet().stream()
                .filter(
                    sent ->
                        count(simulation, Template.numberOf(sent.getValue()), sent.getKey()) == 0)
                .map(sent -> "did not arrive: " + sent.getKey()),
            accepted.keySet().stream()
                .filter(id -> count(simulation, Template.OWN_NUMBER, id) == 0)
                .map(id -> "not on the own phone: " + id))
        .flatMap(lines -> lines)
        .toList();
  }

  private static Stream<PhoneMessage> sentToUs(Simulation simulation) {
    return Template.OTHERS.stream()
        .flatMap(number -> simulation.server.messages(number).stream())
        .filter(message -> message.direction() == PhoneMessage.Direction.OUT);
  }

  private static long count(Simulation simulation, String number, String id) {
    return simulation.server.messages(number).stream()
        .filter(message -> message.id().equals(id))
        .count();
  }

  /** The end: what is missing, doubled, out of order, or against the protocol. */
  void finish(Simulation simulation) {
    missing(simulation).forEach(what -> fail("lost, " + what));
    for (String number : Template.ALL) {
      simulation.server.messages(number).stream()
          // One answer for each time that it was asked for.
          .filter(
              message ->
                  message.timesDelivered() > Math.max(1, retries.getOrDefault(message.id(), 0)))
          .forEach(message -> fail("doubled at " + number + ": " + message.text()));
    }
    if (!simulation.plan.disorders()) {
      Template.OTHERS.forEach(number -> order(simulation, number));
    }
    simulation.server.violations().stream()
        .map(Violation::toString)
        .forEach(violation -> fail("against the protocol: " + violation));
    if (simulation.volume.load().isEmpty()) {
      fail("the credentials are gone");
    }
    long unknown =
        raised.keySet().stream()
            .filter(id -> sentToUs(simulation).noneMatch(message -> message.id().equals(id)))
            .count();
    if (unknown > 0) {
      fail(unknown + " messages were raised that nobody sent");
    }
  }

  /** What could not be read at first comes when it was sent again. */
  private static boolean wasAskedAgain(Simulation simulation, String id) {
    return simulation.server.accepted(Template.OWN_NUMBER, id).stream()
        .flatMap(message -> message.deliveries().stream())
        .anyMatch(delivery -> delivery.receipts().contains("retry"));
  }

  private void order(Simulation simulation, String number) {
    List<Integer> places =
        simulation.server.messages(number).stream()
            .map(PhoneMessage::id)
            .filter(id -> accepted.containsKey(id) && !wasAskedAgain(simulation, id))
            .map(accepted::get)
            .toList();
    if (!places.equals(places.stream().sorted().toList())) {
      fail("arrived in another order at " + number + ": " + places);
    }
  }
}

package dev.kubezap.simulator;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.phone.Phone;
import dev.kubezap.simulator.presence.PresenceDesk;
import dev.kubezap.simulator.server.ChatService;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.Mailbox;
import dev.kubezap.simulator.world.World;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the people do beside writing: they open and close WhatsApp and type. All methods may be
 * called from any thread; numbers are of accounts that are there.
 */
public final class People {
  private final World world;
  private final ChatService service;
  private final Function<String, Phone> phones;

  People(World world, ChatService service, Function<String, Phone> phones) {
    this.world = world;
    this.service = service;
    this.phones = phones;
  }

  private Account account(String number) {
    String digits = number.replaceAll("[^0-9]", "");
    return world
        .byNumber(digits)
        .orElseThrow(() -> new IllegalArgumentException("There is no account " + number));
  }

  private Device phone(String number) {
    return account(number).device(0).orElseThrow();
  }

  /** A phone has no connection: what is for it waits, and comes when it is back. */
  public void away(String number, boolean away) {
    Phone phone = phones.apply(number);
    world.locking(
        () -> {
          Mailbox mailbox = phone(number).mailbox();
          if (away) {
            mailbox.disconnect(phone);
          } else {
            mailbox.connectLive(phone);
          }
        });
  }

  /** The user of a number opens or closes WhatsApp on the phone. */
  public void show(String number, boolean available) {
    world.locking(() -> service.presences().show(phone(number), available));
  }

  /**
   * The user of a number types to another one.
   *
   * @param state composing, recording or paused
   * @param lidForm whether the phone names both by LID
   */
  public void type(String from, String to, String state, boolean lidForm) {
    Node shown =
        switch (state) {
          case "composing" -> Node.of("composing");
          case "recording" -> Node.of("composing").with("media", "audio");
          case "paused" -> Node.of("paused");
          default -> throw new IllegalArgumentException("There is no state " + state);
        };
    world.locking(
        () -> {
          Account peer = account(to);
          Node stanza =
              Node.of("chatstate", shown)
                  .with("to", lidForm ? peer.lidJid() : peer.phoneNumberJid());
          service.presences().chatState(phone(from), stanza);
        });
  }

  /** A number is shown to nobody in groups that go by LID, or to all again. */
  public void hideNumber(String number, boolean hidden) {
    world.locking(() -> account(number).hideNumber(hidden));
  }

  /** The user of a number has another picture, a JPEG, or none. */
  public void setPicture(String number, Optional<Bytes> jpeg) {
    world.locking(() -> service.pictures().change(account(number), jpeg));
  }

  /** The picture of a number. */
  public Optional<Bytes> picture(String number) {
    return world.locked(() -> service.pictures().of(account(number)));
  }

  /** The user of a number puts another picture on a group from the phone, a JPEG, or none. */
  public void setGroupPicture(String number, String group, Optional<Bytes> jpeg) {
    Jid target = Jid.parse(group).orElseThrow();
    world.locking(() -> service.groupPictures().set(phone(number), target, jpeg));
  }

  /** The picture of a group. */
  public Optional<Bytes> groupPicture(String group) {
    return world.locked(
        () ->
            Jid.parse(group).flatMap(service.groups()::find).flatMap(service.groupPictures()::of));
  }

  /** The user of a number has a business, which says this of itself. */
  public void setBusiness(String number, List<Node> said) {
    world.locking(() -> service.businesses().set(account(number).phoneNumberJid(), said));
  }

  /** The service certifies the name of the business of a number. */
  public void verify(String number, String name) {
    world.locking(() -> account(number).verify(name));
  }

  /** The user of a number says something else of himself. */
  public void setAbout(String number, String text) {
    world.locking(
        () -> {
          account(number).setAbout(text);
          service.pictures().aboutChanged(account(number));
        });
  }

  /** The user of a number blocks another one on the phone, or takes it back. */
  public void block(String number, String peer, boolean block) {
    world.locking(() -> service.blocklists().change(phone(number), account(peer), block));
  }

  /**
   * The user of a number calls another; answers the call's id.
   *
   * @param lidForm whether the caller is named by LID
   */
  public String call(String from, String to, boolean video, boolean lidForm) {
    return world.locked(() -> service.calls().call(account(from), account(to), video, lidForm));
  }

  /**
   * A call is over, or goes on at another device.
   *
   * @param reason such as timeout, accepted_elsewhere, rejected_elsewhere; empty without one
   */
  public void endCall(String id, String reason) {
    world.locking(() -> service.calls().end(id, reason));
  }

  /** Whether a companion refused the call. */
  public boolean isRejected(String id) {
    return world.locked(() -> service.calls().isRejected(id));
  }

  /** Which devices let the caller hear that it rings. */
  public List<String> heardRinging(String id) {
    return world.locked(() -> service.calls().heard(id));
  }

  /** All that was typed so far, in order. */
  public List<PresenceDesk.Typing> typed() {
    return world.locked(() -> service.presences().typed());
  }

  /** Whether a companion of the number shows itself as available. */
  public boolean companionIsAvailable(String number) {
    return world.locked(
        () ->
            account(number).companions().stream()
                .anyMatch(device -> service.presences().isAvailable(device)));
  }

  /** The names under which a number's companions send. */
  public List<String> shownNames(String number) {
    return world.locked(
        () -> account(number).companions().stream().map(Device::shownName).toList());
  }

  /** How many devices are told of a number's presence. */
  public int watchers(String number) {
    return world.locked(() -> service.presences().watchersOf(account(number)).size());
  }
}

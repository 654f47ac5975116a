package dev.kubezap.simulator.world;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.proto.VerifiedNameCertificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A person with a phone number, a LID, a phone and its companions. */
public final class Account {
  private final String phoneNumber;
  private final String lid;
  private final Addressing addressing;
  private final int rawId;
  private final Map<Integer, Device> devices = new TreeMap<>();
  private final Map<String, String> privacy = new LinkedHashMap<>();
  private final List<String> blocked = new ArrayList<>();
  private String pushName;
  private Optional<Bytes> verifiedName = Optional.empty();
  private final Set<Account> watchers = new LinkedHashSet<>();
  private String about = "Hey there! I am using WhatsApp.";
  private boolean passkeyRequired;
  private boolean hidesNumber;
  private int nextDevice = 1;
  private int lastKeyIndex;

  /**
   * An account without devices.
   *
   * @param phoneNumber digits
   * @param rawId goes into its signed identities
   */
  public Account(
      String phoneNumber, String lid, String pushName, Addressing addressing, int rawId) {
    this.phoneNumber = phoneNumber;
    this.lid = lid;
    this.pushName = pushName;
    this.addressing = addressing;
    this.rawId = rawId;
    for (String category :
        List.of("readreceipts", "profile", "status", "online", "last", "groupadd", "calladd")) {
      privacy.put(category, "all");
    }
  }

  /** Digits of the phone number. */
  public String phoneNumber() {
    return phoneNumber;
  }

  /** Digits of the LID. */
  public String lid() {
    return lid;
  }

  /** The name that others see. */
  public String pushName() {
    return pushName;
  }

  /** The certificate of a business' name; empty when it is none. */
  public Optional<Bytes> verifiedName() {
    return verifiedName;
  }

  /** The service certifies this name of a business. */
  public void verify(String name) {
    VerifiedNameCertificate.Details details =
        VerifiedNameCertificate.Details.newBuilder().setVerifiedName(name).build();
    verifiedName =
        Optional.of(
            Bytes.of(
                VerifiedNameCertificate.newBuilder()
                    .setDetails(details.toByteString())
                    .build()
                    .toByteArray()));
  }

  /** Changes the name. */
  public void rename(String name) {
    pushName = name;
  }

  /** The about text. */
  public String about() {
    return about;
  }

  /** Changes the about text. */
  public void setAbout(String text) {
    about = text;
  }

  /** Whether groups that go by LID show its number to nobody. */
  public boolean hidesNumber() {
    return hidesNumber;
  }

  /** Sets whether groups that go by LID show its number to nobody. */
  public void hideNumber(boolean hidden) {
    hidesNumber = hidden;
  }

  /** Whether new companions must prove a passkey. */
  public boolean passkeyRequired() {
    return passkeyRequired;
  }

  /** Sets whether new companions must prove a passkey. */
  public void requirePasskey(boolean required) {
    passkeyRequired = required;
  }

  /** Remembers an account that asked for the devices, to be told of changes. */
  public void watchedBy(Account account) {
    if (account != this) {
      watchers.add(account);
    }
  }

  /** Accounts that asked for the devices. */
  public Set<Account> watchers() {
    return watchers;
  }

  /** Which addresses direct messages of it may use. */
  public Addressing addressing() {
    return addressing;
  }

  /** Goes into its signed identities. */
  public int rawId() {
    return rawId;
  }

  /** Bare phone-number address. */
  public Jid phoneNumberJid() {
    return Jid.phoneNumber(phoneNumber, 0);
  }

  /** Bare LID address. */
  public Jid lidJid() {
    return Jid.lid(lid, 0);
  }

  /** The bare address in the form that another address has. */
  public Jid jidLike(Jid form) {
    return form.isLid() ? lidJid() : phoneNumberJid();
  }

  /** Adds the phone. */
  public Device addPhone(KeyBundle keys) {
    return add(new Device(this, 0, 0, Bytes.EMPTY, Bytes.EMPTY, keys));
  }

  /** The id and key index of the next companion; neither is ever used again. */
  public Slot reserveSlot() {
    return new Slot(nextDevice++, ++lastKeyIndex);
  }

  /** Sets the counters behind {@link #reserveSlot} when an account is restored. */
  public void restoreCounters(int next, int last) {
    nextDevice = next;
    lastKeyIndex = last;
  }

  /** The id that the next companion gets. */
  public int nextDevice() {
    return nextDevice;
  }

  /** The key index of the newest companion. */
  public int lastKeyIndex() {
    return lastKeyIndex;
  }

  /** Adds a companion that has paired. */
  public Device addCompanion(Slot slot, Bytes noiseKey, Bytes signedIdentity, KeyBundle keys) {
    return add(new Device(this, slot.device(), slot.keyIndex(), noiseKey, signedIdentity, keys));
  }

  private Device add(Device device) {
    devices.put(device.id(), device);
    return device;
  }

  /** Removes a companion. */
  public void remove(Device device) {
    devices.remove(device.id());
  }

  /** The device of that id. */
  public Optional<Device> device(int id) {
    return Optional.ofNullable(devices.get(id));
  }

  /** All devices, the phone first. */
  public List<Device> devices() {
    return List.copyOf(devices.values());
  }

  /** All devices but the phone. */
  public List<Device> companions() {
    return devices.values().stream().filter(device -> device.id() != 0).toList();
  }

  /** Privacy settings by category; may be changed. */
  public Map<String, String> privacy() {
    return privacy;
  }

  /** LIDs of blocked accounts; may be changed. */
  public List<String> blocked() {
    return blocked;
  }

  /**
   * A companion's place.
   *
   * @param device its id
   * @param keyIndex its key index
   */
  public record Slot(int device, int keyIndex) {}

  @Override
  public String toString() {
    return phoneNumber;
  }
}

package dev.kubezap.simulator.world;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Jid;

/** A phone (device 0) or a linked companion of an account. */
public final class Device {
  private final Account account;
  private final int id;
  private final int keyIndex;
  private final Bytes noiseKey;
  private final Bytes signedIdentity;
  private final KeyBundle keys;
  private final Mailbox mailbox = new Mailbox();
  private final KnownTokens tokens = new KnownTokens();
  private final Jid phoneNumberJid;
  private final Jid lidJid;
  private final String name;
  private int logins;
  private String shownName = "";

  /**
   * A device.
   *
   * @param keyIndex its place in the account's key-index list; 0 for the phone
   * @param noiseKey authenticates it; empty for a phone, which has no connection
   * @param signedIdentity its ADVSignedDeviceIdentity with all signatures; empty for a phone
   */
  Device(
      Account account, int id, int keyIndex, Bytes noiseKey, Bytes signedIdentity, KeyBundle keys) {
    this.account = account;
    this.id = id;
    this.keyIndex = keyIndex;
    this.noiseKey = noiseKey;
    this.signedIdentity = signedIdentity;
    this.keys = keys;
    phoneNumberJid = Jid.phoneNumber(account.phoneNumber(), id);
    lidJid = Jid.lid(account.lid(), id);
    name = phoneNumberJid.toString();
  }

  /** Whose it is. */
  public Account account() {
    return account;
  }

  /** 0 is the phone. */
  public int id() {
    return id;
  }

  /** Its place in the key-index list. */
  public int keyIndex() {
    return keyIndex;
  }

  /** The noise key that logs it in. */
  public Bytes noiseKey() {
    return noiseKey;
  }

  /** Its signed identity; empty for a phone. */
  public Bytes signedIdentity() {
    return signedIdentity;
  }

  /** Its public Signal keys. */
  public KeyBundle keys() {
    return keys;
  }

  /** What waits for it. */
  public Mailbox mailbox() {
    return mailbox;
  }

  /** The privacy tokens that it was given; forgotten with the simulator's process. */
  public KnownTokens tokens() {
    return tokens;
  }

  /** It shows itself by this name from now on, until the simulator's process ends. */
  public void showAs(String name) {
    shownName = name;
  }

  /** The name that goes along with what it sends: its own, or its account's. */
  public String shownName() {
    return shownName.isEmpty() ? account.pushName() : shownName;
  }

  /** Counts a login; the count so far is answered. */
  public int loggedIn() {
    return logins++;
  }

  /** Sets the logins of a restored device. */
  public void restoreLogins(int count) {
    logins = count;
  }

  /** Logins so far. */
  public int logins() {
    return logins;
  }

  /** Phone-number address. */
  public Jid phoneNumberJid() {
    return phoneNumberJid;
  }

  /** LID address. */
  public Jid lidJid() {
    return lidJid;
  }

  /** The address in the form that another address has. */
  public Jid jidLike(Jid form) {
    return form.isLid() ? lidJid() : phoneNumberJid();
  }

  @Override
  public String toString() {
    return name;
  }
}

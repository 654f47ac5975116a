package dev.kubezap.simulator.appstate;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Digests;
import dev.kubezap.simulator.world.Account;

/**
 * A key of a phone's app state. Made of the account, so that a world that is kept has the same one.
 *
 * @param id a device and a counter
 * @param data what the keys of entries are made of
 */
public record SyncSecret(Bytes id, Bytes data) {

  /**
   * One of an account's keys.
   *
   * @param number from 1; a phone that makes a new key counts up
   */
  public static SyncSecret of(Account account, int number) {
    return new SyncSecret(
        Bytes.concat(Bytes.number(0, 2), Bytes.number(number, 4)),
        Digests.sha256(
            Bytes.utf8("app state " + account.lid() + " " + account.rawId() + " " + number)));
  }

  /** The number of the key with that id. */
  public static int number(Bytes id) {
    return id.size() == 6 ? (int) id.slice(2).toNumber() : 0;
  }

  private Bytes part(int number) {
    return Digests.hkdf(data, "WhatsApp Mutation Keys", 160).slice(number * 32, number * 32 + 32);
  }

  Bytes indexKey() {
    return part(0);
  }

  Bytes valueKey() {
    return part(1);
  }

  Bytes valueMacKey() {
    return part(2);
  }

  Bytes snapshotMacKey() {
    return part(3);
  }

  Bytes patchMacKey() {
    return part(4);
  }
}

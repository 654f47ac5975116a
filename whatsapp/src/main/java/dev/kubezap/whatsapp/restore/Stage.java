package dev.kubezap.whatsapp.restore;

import dev.kubezap.whatsapp.device.DeviceListKey;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.device.ToldPairs;
import dev.kubezap.whatsapp.groupchange.WaitingGroupChanges;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.RepairSend;
import dev.kubezap.whatsapp.senderkey.GroupKeysKey;
import dev.kubezap.whatsapp.store.RecordKey;

/** What is seen to after a restoration, in this order. */
enum Stage {
  /** Messages that may have been sent already are held, as failures that say so. */
  UNSENT,
  /** Changes of groups that may have been made already fail, and say so. */
  GROUP_CHANGES,
  /** Repairs that may have been done already are dropped. */
  REPAIRS,
  /** Devices may have come and gone meanwhile. */
  DEVICE_LISTS,
  LIDS,
  PHONES,
  TOLD_PAIRS,
  /** Signal sessions only receive from now on. */
  SESSIONS,
  /** Our sender keys: others are made. */
  GROUP_KEYS,
  /** New prekeys; with them it is done. */
  KEYS;

  /** The kind of records that it sees to; empty when they are none. */
  String kind() {
    return switch (this) {
      case UNSENT, KEYS -> "";
      case GROUP_CHANGES -> WaitingGroupChanges.KIND;
      case REPAIRS -> RepairSend.KIND;
      case DEVICE_LISTS -> DeviceListKey.KIND;
      case LIDS -> LidOfPhone.KIND;
      case PHONES -> PhoneOfLid.KIND;
      case TOLD_PAIRS -> ToldPairs.KIND;
      case SESSIONS -> SessionKey.KIND;
      case GROUP_KEYS -> GroupKeysKey.KIND;
    };
  }

  /** One of its records. */
  RecordKey<?> key(String name) {
    return switch (this) {
      case UNSENT, KEYS -> throw new IllegalStateException(this + " has no records");
      case GROUP_CHANGES -> WaitingGroupChanges.row(name);
      case REPAIRS -> RepairSend.row(name);
      case DEVICE_LISTS -> new DeviceListKey(Jid.of(name));
      case LIDS -> new LidOfPhone(Jid.phoneNumber(name));
      case PHONES -> new PhoneOfLid(Jid.lid(name));
      case TOLD_PAIRS -> new ToldPairs(name);
      case SESSIONS -> SessionKey.named(name);
      case GROUP_KEYS -> new GroupKeysKey(Jid.of(name));
    };
  }

  Stage next() {
    return switch (this) {
      case UNSENT -> GROUP_CHANGES;
      case GROUP_CHANGES -> REPAIRS;
      case REPAIRS -> DEVICE_LISTS;
      case DEVICE_LISTS -> LIDS;
      case LIDS -> PHONES;
      case PHONES -> TOLD_PAIRS;
      case TOLD_PAIRS -> SESSIONS;
      case SESSIONS -> GROUP_KEYS;
      case GROUP_KEYS, KEYS -> KEYS;
    };
  }
}

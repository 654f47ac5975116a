package dev.kubezap.whatsapp.device;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.StoredDevice;
import dev.kubezap.whatsapp.proto.StoredDeviceList;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;

/**
 * The cached device list of an account.
 *
 * @param user the account without device; the LID and the phone number have an entry each
 */
public record DeviceListKey(Jid user) implements RecordKey<DeviceList> {
  /** {@link #kind}. */
  public static final String KIND = RecordKind.DEVICE_LIST.text();

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    return user.toString();
  }

  /** The server lists the devices again. */
  @Override
  public boolean isAbsentWhenDamaged() {
    return true;
  }

  @Override
  public ByteString encode(DeviceList list) {
    StoredDeviceList.Builder stored = StoredDeviceList.newBuilder();
    for (DeviceList.Device device : list.devices()) {
      stored.addDevice(
          StoredDevice.newBuilder()
              .setId(device.id())
              .setKeyIndex(device.keyIndex())
              .setHosted(device.hosted()));
    }
    return stored.build().toByteString();
  }

  @Override
  public DeviceList decode(ByteString encoded) {
    try {
      StoredDeviceList stored = StoredDeviceList.parseFrom(encoded);
      return new DeviceList(
          stored.getDeviceList().stream()
              .map(d -> new DeviceList.Device(d.getId(), d.getKeyIndex(), d.getHosted()))
              .toList());
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("device list of " + user + " is damaged", e);
    }
  }
}

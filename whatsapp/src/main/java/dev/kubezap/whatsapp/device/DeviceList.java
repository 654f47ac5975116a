package dev.kubezap.whatsapp.device;

import java.util.List;

/**
 * The devices of an account as the server listed them; forgotten when the server says that they
 * changed.
 */
public record DeviceList(List<Device> devices) {

  /**
   * One device.
   *
   * @param id 0 for the phone
   * @param keyIndex its place in the account's signed key list, 0 for the phone
   * @param hosted whether it runs on the service's servers
   */
  public record Device(int id, int keyIndex, boolean hosted) {}

  public DeviceList {
    devices = List.copyOf(devices);
  }
}

package dev.kubezap.whatsapp.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.ClientPayload;
import dev.kubezap.whatsapp.proto.DeviceProps;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientPayloadTest {

  private static final ClientVersion VERSION = ClientVersion.parse("2.3000.1045649367");
  private static final ClientProfile PROFILE = ClientProfile.of(VERSION, "Firefox (Mac OS)");

  @Test
  void loginNamesTheDevice() throws Exception {
    Jid device = Jid.of("4915112345678:7@s.whatsapp.net");
    ClientPayload payload =
        ClientPayload.parseFrom(new LoginPayload(PROFILE, device, true, 3, 2).encoded());
    assertThat(payload.getUsername()).isEqualTo(4915112345678L);
    assertThat(payload.getDevice()).isEqualTo(7);
    assertThat(payload.getPassive()).isTrue();
    assertThat(payload.getPull()).isTrue();
    assertThat(payload.getLidDbMigrated()).isTrue();
    assertThat(payload.getLc()).isEqualTo(3);
    assertThat(payload.getConnectAttemptCount()).isEqualTo(2);
    assertThat(payload.hasDevicePairingData()).isFalse();
    assertThat(payload.getUserAgent().getAppVersion().getTertiary()).isEqualTo(1045649367);
    assertThat(payload.getUserAgent().getPlatform())
        .isEqualTo(ClientPayload.UserAgent.Platform.WEB);
    assertThat(payload.getUserAgent().hasPhoneId()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4915112345678@s.whatsapp.net", "1:2@lid", "x:2@s.whatsapp.net"})
  void loginNeedsALinkedDeviceByNumber(String device) {
    assertThatThrownBy(() -> new LoginPayload(PROFILE, Jid.of(device), false, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(":7@s.whatsapp.net");
  }

  @Test
  void registrationBringsTheKeys() throws Exception {
    PublicKey identityKey = PublicKey.of(new byte[32]);
    PublicKey signedPrekey = new PublicKey(ByteString.copyFromUtf8("k".repeat(32)));
    ByteString signature = ByteString.copyFromUtf8("s".repeat(64));
    ClientPayload payload =
        ClientPayload.parseFrom(
            new RegistrationPayload(
                    PROFILE, 0x01020304, identityKey, 0x0a0b0c, signedPrekey, signature)
                .encoded());
    ClientPayload.DevicePairingRegistrationData data = payload.getDevicePairingData();
    assertThat(payload.getPassive()).isFalse();
    assertThat(payload.getPull()).isFalse();
    assertThat(payload.hasUsername()).isFalse();
    assertThat(hex(data.getERegid())).isEqualTo("01020304");
    assertThat(hex(data.getEKeytype())).isEqualTo("05");
    assertThat(hex(data.getESkeyId())).isEqualTo("0a0b0c");
    assertThat(data.getESkeyVal()).isEqualTo(signedPrekey.bytes());
    assertThat(data.getESkeySig()).isEqualTo(signature);
    // printf 2.3000.1045649367 | md5sum
    assertThat(hex(data.getBuildHash())).isEqualTo("9fa53af9421567b114e33c9bb1ef7db2");
    DeviceProps props = DeviceProps.parseFrom(data.getDeviceProps());
    assertThat(props.getOs()).isEqualTo("Mac OS");
    assertThat(props.getPlatformType()).isEqualTo(DeviceProps.PlatformType.FIREFOX);
    assertThat(props.getVersion().getSecondary()).isEqualTo(15);
    assertThat(props.getHistorySyncConfig().getThumbnailSyncDaysLimit()).isEqualTo(60);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2.3000", "2.3000.x", "2.3000.-1", "2.3000.9999999999", "2.3000.1.1"})
  void versionsHaveThreeNumbers(String text) {
    assertThatThrownBy(() -> ClientVersion.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2.3000.1045649367");
  }

  @Test
  void versionIsFoundInThePage() {
    assertThat(ClientVersion.findIn("..{\"client_revision\": 1045649367,..")).contains(VERSION);
    assertThat(ClientVersion.findIn("\\\"client_revision\\\":1045649367,")).contains(VERSION);
    assertThat(ClientVersion.findIn("\"client_revision\":9999999999")).isEmpty();
    assertThat(ClientVersion.findIn("<html>")).isEmpty();
    assertThat(VERSION).isGreaterThan(ClientVersion.parse("2.3000.1045649366"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "Chrome\n(Linux)"})
  void devicesHaveAName(String name) {
    assertThatThrownBy(() -> ClientProfile.of(VERSION, name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 100 characters");
  }

  @Test
  void namesHaveAnEnd() {
    assertThat(ClientProfile.of(VERSION, "x".repeat(100)).operatingSystem()).hasSize(100);
    assertThatThrownBy(() -> ClientProfile.of(VERSION, "x".repeat(101)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "Firefox (Mac OS), Firefox, Mac OS, Firefox (Mac OS)",
    "Shop Berlin, Chrome, Shop Berlin, Chrome (Linux)",
    "Chrome(), Chrome, Chrome(), Chrome (Linux)",
    "Edge (Kubezap), Edge, Kubezap, Edge (Linux)",
    "Netscape (Windows), Netscape, Windows, Chrome (Windows)"
  })
  void aNameOfTheUsersOwnIsListedAndNotSentWhenPairingByCode(
      String name, String browser, String listed, String linkCodeName) {
    ClientProfile profile = ClientProfile.of(VERSION, name);

    assertThat(profile.browser()).isEqualTo(browser);
    assertThat(profile.operatingSystem()).isEqualTo(listed);
    assertThat(ClientProfile.linkCodeName(name)).isEqualTo(linkCodeName);
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}

package dev.kubezap.whatsapp.jid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JidTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4915112345678@s.whatsapp.net",
        "4915112345678:17@s.whatsapp.net",
        "123456789012345:99@hosted.lid",
        "491511-1500000000@g.us",
        "status@broadcast",
        "@s.whatsapp.net",
        "9-123:65535@interop",
        "someone@a.new.server"
      })
  void readsAndWrites(String text) {
    assertThat(Jid.of(text)).hasToString(text);
    assertThat(Jid.of(text)).isEqualTo(Jid.of(text)).hasSameHashCodeAs(Jid.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "1",
        "1@",
        "1:@lid",
        "1:x@lid",
        "1:-1@lid",
        "1:65536@lid",
        "1:2:3@lid",
        "1@2@lid",
        "1:123456@lid"
      })
  void refuses(String text) {
    assertThat(Jid.parse(text)).isEmpty();
    assertThatThrownBy(() -> Jid.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("user@server");
  }

  @Test
  void deviceZeroIsThePhone() {
    assertThat(Jid.of("1:0@lid")).isEqualTo(Jid.lid("1")).hasToString("1@lid");
    assertThat(Jid.of("1:4@lid").bare()).isEqualTo(Jid.lid("1"));
    assertThat(Jid.lid("1").withDevice(4)).isEqualTo(Jid.of("1:4@lid"));
  }

  @ParameterizedTest
  @CsvSource({
    "1:2@c.us, 1@s.whatsapp.net",
    "1:2@s.whatsapp.net, 1@s.whatsapp.net",
    "1:99@hosted, 1@s.whatsapp.net",
    "1:99@hosted.lid, 1@lid",
    "1:2@lid, 1@lid",
    "1@g.us, 1@g.us",
    "1@x.y, 1@x.y"
  })
  void findsTheAccountOfADevice(String device, String account) {
    assertThat(Jid.of(device).account()).isEqualTo(Jid.of(account));
  }

  @Test
  void legacyServerIsThePhoneNumbers() {
    assertThat(Jid.of("1:2@C.US").normalized()).isEqualTo(Jid.of("1:2@s.whatsapp.net"));
    assertThat(Jid.of("1@c.us").isPhoneNumber()).isTrue();
  }

  @Test
  void kindsAreToldApart() {
    assertThat(Jid.phoneNumber("1").isPhoneNumber()).isTrue();
    assertThat(Jid.phoneNumber("1").isLid()).isFalse();
    assertThat(Jid.lid("1").isUser()).isTrue();
    assertThat(Jid.SERVICE.isUser()).isFalse();
    assertThat(Jid.SERVICE.isServer()).isTrue();
    assertThat(Jid.group("1").isGroup()).isTrue();
    assertThat(Jid.GROUP_SERVICE.isGroup()).isFalse();
    assertThat(Jid.of("status@broadcast").isStatus()).isTrue();
    assertThat(Jid.of("5@broadcast").isStatus()).isFalse();
    assertThat(Jid.of("5@broadcast").isBroadcast()).isTrue();
    assertThat(Jid.of("5@newsletter").isNewsletter()).isTrue();
    assertThat(Jid.of("5:99@hosted").isHosted()).isTrue();
    assertThat(Jid.of("5@bot").isBot()).isTrue();
    assertThat(Jid.of("1:2@lid").sameUser(Jid.lid("1"))).isTrue();
    assertThat(Jid.of("1@lid").sameUser(Jid.phoneNumber("1"))).isFalse();
  }

  @Test
  void equalAddressesAreEqualKeys() {
    for (String text : List.of("1@lid", "1:2@s.whatsapp.net", "9@of.some.kind", "@g.us")) {
      assertThat(Jid.of(text)).isEqualTo(Jid.of(text)).hasSameHashCodeAs(Jid.of(text));
      assertThat(Jid.of(text)).isEqualTo(Jid.of(text.toUpperCase(Locale.ROOT)));
      assertThat(Jid.of(text).toString()).isEqualTo(text);
    }
    assertThat(Set.of(Jid.of("1@lid"), Jid.of("2@lid"), Jid.of("1:1@lid"), Jid.of("1@bot")))
        .hasSize(4);
    assertThat(Jid.of("1@lid")).isNotEqualTo(Jid.of("1@of.some.kind")).isNotEqualTo("1@lid");
    assertThat(new JidServer("lid")).isEqualTo(JidServer.LID).isNotEqualTo(JidServer.BOT);
  }

  @Test
  void ordersByUserThenServerThenDevice() {
    assertThat(
            java.util.stream.Stream.of("2@lid", "1:3@lid", "1@s.whatsapp.net", "1:2@lid")
                .map(Jid::of)
                .sorted())
        .extracting(Jid::toString)
        .containsExactly("1:2@lid", "1:3@lid", "1@s.whatsapp.net", "2@lid");
  }
}

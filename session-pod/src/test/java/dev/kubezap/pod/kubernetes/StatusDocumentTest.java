package dev.kubezap.pod.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kubezap.pod.config.SessionName;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.jid.Jid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Golden files: {@code -Dkubezap.golden.write=true} writes them anew. */
class StatusDocumentTest {
  private static final Instant NOW = Instant.parse("2026-11-21T09:30:00.123456Z");
  private static final SessionName NAME = new SessionName("shop", "support");

  enum Example {
    SHOWING_QR,
    SHOWING_CODE,
    PAIRING_EXPIRED,
    AWAITING_PASSKEY,
    LOGGED_OUT,
    CONNECTED,
    RECONNECTING,
    RESTRICTED,
    STANDBY,
    DEGRADED;

    StatusInput input() {
      return new StatusInput(
          snapshot(),
          "7f1c1d2e",
          this != STANDBY,
          3,
          this == DEGRADED
              ? Optional.of(
                  new StatusInput.Degradation("ConfigurationInvalid", "Correct webhooks.json."))
              : Optional.empty());
    }

    private SessionSnapshot snapshot() {
      return switch (this) {
        case SHOWING_QR -> pairing(Phase.AWAITING_PAIRING, Optional.empty(), true, false);
        case SHOWING_CODE -> pairing(Phase.AWAITING_PAIRING, Optional.empty(), false, true);
        case PAIRING_EXPIRED -> pairing(Phase.FAILED, Optional.of("pairing-expired"), false, false);
        case AWAITING_PASSKEY -> pairing(Phase.AWAITING_PASSKEY, Optional.empty(), false, false);
        case LOGGED_OUT -> pairing(Phase.LOGGED_OUT, Optional.empty(), false, false);
        case CONNECTED, DEGRADED -> paired(Phase.CONNECTED, Optional.empty());
        case RECONNECTING -> paired(Phase.RECONNECTING, Optional.empty());
        case RESTRICTED -> paired(Phase.RESTRICTED, Optional.of("temporarily-banned"));
        case STANDBY -> paired(Phase.STARTING, Optional.of("standby"));
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void isTheGoldenDocument(Example example) throws Exception {
    StatusInput input = example.input();
    String document =
        JsonMapper.builder()
                .build()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(
                    StatusDocument.of(NAME, input, ConditionPolicy.decide(input, NOW), true))
            + "\n";

    assertThat(document).isEqualTo(golden(example.name() + ".json", document));
  }

  @ParameterizedTest
  @EnumSource(names = {"SHOWING_QR", "SHOWING_CODE"})
  void codesAreKeptOutWhenAsked(Example example) {
    StatusInput input = example.input();

    String document =
        StatusDocument.of(NAME, input, ConditionPolicy.decide(input, NOW), false).toString();

    assertThat(document)
        .contains("\"expiresAt\":\"2026-11-21T09:30:20Z\"")
        .doesNotContain("2@ref", "ABCD-1234");
  }

  @Test
  void keepsTheTimeOfWhatDidNotChange() {
    Instant earlier = Instant.parse("2026-11-20T00:00:00Z");
    StatusMemory memory =
        StatusMemory.NOTHING.with(ConditionPolicy.decide(Example.RECONNECTING.input(), earlier), 3);

    List<StatusCondition> now =
        memory.carriedInto(ConditionPolicy.decide(Example.CONNECTED.input(), NOW));

    assertThat(now)
        .extracting(StatusCondition::type, StatusCondition::since)
        .contains(
            org.assertj.core.groups.Tuple.tuple("Paired", earlier),
            org.assertj.core.groups.Tuple.tuple("Connected", NOW));
  }

  private static String golden(String name, String document) throws Exception {
    if (Boolean.getBoolean("kubezap.golden.write")) {
      Path file = Path.of("src/test/resources/dev/kubezap/pod/kubernetes", name);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, document);
      return document;
    }
    try (var stream = StatusDocumentTest.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static SessionSnapshot pairing(
      Phase phase, Optional<String> reason, boolean qr, boolean code) {
    Instant expiry = NOW.plusSeconds(20);
    return new SessionSnapshot(
        phase,
        reason,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        qr
            ? Optional.of(new SessionSnapshot.Qr("2@ref,a,b,c,1", expiry, expiry))
            : Optional.empty(),
        code ? Optional.of(new SessionSnapshot.PairingCode("ABCD-1234", expiry)) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(NOW),
        "2.3000.1",
        0);
  }

  private static SessionSnapshot paired(Phase phase, Optional<String> reason) {
    return new SessionSnapshot(
        phase,
        reason,
        Optional.of("+4915100000001"),
        Optional.of(Jid.of("4915100000001:7@s.whatsapp.net")),
        Optional.of(Jid.of("100200300:7@lid")),
        Optional.of("Shop"),
        Optional.empty(),
        Optional.empty(),
        phase == Phase.CONNECTED ? Optional.of(NOW) : Optional.empty(),
        Optional.of(new SessionSnapshot.LastDisconnect("503", "service unavailable", NOW)),
        Optional.of(NOW),
        "2.3000.1",
        2);
  }
}

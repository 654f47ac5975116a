package dev.kubezap.pod.baileys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.importing.ImportedLink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One link in every form in which it may be sent gives the same. */
class LinkFormsTest {
  private static final KeyPair IDENTITY = pair(1);
  private static final KeyPair SIGNED = pair(2);

  /** Entries in the form of Baileys' files, by their names without {@code .json}. */
  private static final Map<String, String> ENTRIES = entries();

  @TempDir private Path folder;

  private static KeyPair pair(int seed) {
    return Curve25519.generate(count -> filled(count, seed));
  }

  private static byte[] filled(int count, int seed) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) seed);
    return bytes;
  }

  private static String buffer(ByteString bytes) {
    return "{\"type\":\"Buffer\",\"data\":\"" + base64(bytes) + "\"}";
  }

  private static String base64(ByteString bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static String keys(KeyPair pair) {
    return "{\"private\":%s,\"public\":%s}"
        .formatted(buffer(pair.privateKey().bytes()), buffer(pair.publicKey().bytes()));
  }

  private static Map<String, String> entries() {
    ByteString signature =
        Curve25519.sign(
            IDENTITY.privateKey(), SIGNED.publicKey().serialized(), count -> filled(count, 3));
    String some = buffer(ByteString.copyFromUtf8("some"));
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(
        "creds",
        ("{\"noiseKey\":%s,\"signedIdentityKey\":%s,\"signedPreKey\":{\"keyPair\":%s,"
                + "\"signature\":%s,\"keyId\":1},\"registrationId\":77,\"nextPreKeyId\":31,"
                + "\"account\":{\"details\":%s,\"accountSignatureKey\":%s,\"accountSignature\":%s,"
                + "\"deviceSignature\":%s},\"me\":{\"id\":\"4915110000001:3@s.whatsapp.net\","
                + "\"lid\":\"99:3@lid\",\"name\":\"Shop\"},\"platform\":\"android\"}")
            .formatted(
                keys(pair(4)),
                keys(IDENTITY),
                keys(SIGNED),
                buffer(signature),
                some,
                some,
                some,
                some));
    entries.put("pre-key-7", keys(pair(5)));
    entries.put("lid-mapping-4915110000003", "\"55\"");
    entries.put("lid-mapping-55_reverse", "\"4915110000003\"");
    entries.put("app-state-sync-key-AAAAAABC", "{\"keyData\":\"" + "A".repeat(43) + "=\"}");
    entries.put("tctoken-55@lid", "{\"token\":" + some + ",\"timestamp\":\"1700000000\"}");
    entries.put("device-list-4915110000003", "[\"0\"]");
    entries.put("pre-key-8", "{\"private\":\"AAAA\"}");
    return entries;
  }

  private static LinkUpload.Read read(byte[] body) throws Exception {
    return LinkUpload.DEFAULT.read(new ByteArrayInputStream(body));
  }

  private static void assertWhole(LinkUpload.Read read) {
    ImportedLink link = read.link();
    assertThat(link.device().jid()).hasToString("4915110000001:3@s.whatsapp.net");
    assertThat(link.device().identityKey()).isEqualTo(IDENTITY);
    assertThat(link.device().pushName()).contains("Shop");
    assertThat(link.nextPreKeyId()).isEqualTo(31);
    assertThat(link.preKeys()).singleElement().matches(key -> key.keyPair().equals(pair(5)));
    assertThat(link.pairs()).hasSize(1);
    assertThat(link.syncKeys()).hasSize(1);
    assertThat(link.tokens()).hasSize(1);
    assertThat(read.skipped()).isEqualTo(1);
    assertThat(read.skippedFirst())
        .containsExactly(new SkippedEntry("pre-key-8", SkippedEntry.Why.DAMAGED));
  }

  /** As {@code docs/migrating.md} packs it. */
  @Test
  void folderPackedByTar() throws Exception {
    for (Map.Entry<String, String> entry : ENTRIES.entrySet()) {
      Files.writeString(folder.resolve(entry.getKey() + ".json"), entry.getValue());
    }
    Path packed = Files.createTempFile("link", ".tar.gz");
    Process tar =
        new ProcessBuilder("tar", "-czf", packed.toString(), "-C", folder.toString(), ".").start();
    assertThat(tar.waitFor(30, TimeUnit.SECONDS)).isTrue();
    byte[] archive = Files.readAllBytes(packed);
    Files.delete(packed);
    assertWhole(read(archive));
  }

  @Test
  void rowsAsAnArray() throws Exception {
    assertWhole(read(bytes("[" + rows(",", false) + "]")));
  }

  @Test
  void rowsOneToALineWithTheirValuesAsTexts() throws Exception {
    assertWhole(read(bytes(rows("\n", true))));
  }

  @Test
  void oneObjectWithAFieldForEach() throws Exception {
    String fields =
        ENTRIES.entrySet().stream()
            .map(entry -> "\"" + entry.getKey() + ".json\":" + entry.getValue())
            .collect(Collectors.joining(","));
    assertWhole(read(bytes("{" + fields + "}")));
  }

  /** MongoDB's collections keep a document's fields beside its id. */
  @Test
  void documentsBesideTheirIds() throws Exception {
    String rows =
        ENTRIES.entrySet().stream()
            .filter(entry -> entry.getValue().startsWith("{"))
            .map(entry -> "{\"_id\":\"" + entry.getKey() + "\"," + entry.getValue().substring(1))
            .collect(Collectors.joining("\n"));
    LinkUpload.Read read = read(bytes(rows));
    assertThat(read.link().device().identityKey()).isEqualTo(IDENTITY);
    assertThat(read.link().preKeys()).hasSize(1);
    assertThat(read.link().syncKeys()).hasSize(1);
  }

  /** What is longer than a piece is left out by its name, however it is written. */
  @ParameterizedTest
  @MethodSource
  void longRowsAreLeftOutByName(String row) throws Exception {
    for (String body :
        List.of(
            "[" + row + "," + rows(",", false) + "]",
            rows("\n", false) + "\n" + row,
            row + "\n" + rows("\n", false))) {
      LinkUpload.Read read = read(bytes(body));
      assertThat(read.link().preKeys()).hasSize(1);
      assertThat(read.skipped()).isEqualTo(2);
      assertThat(read.skippedFirst())
          .contains(new SkippedEntry("session-4915110000003.0", SkippedEntry.Why.TOO_LONG));
    }
  }

  static Stream<String> longRowsAreLeftOutByName() {
    String row = "{\"session\":\"one\",\"id\":\"session-4915110000003.0\",\"value\":%s}";
    return Stream.of(
            "\"" + "x".repeat(3 << 20) + "\"",
            "\"" + "é".repeat(3 << 20) + "\"",
            "\"" + "😀".repeat(1 << 20) + "\"",
            "\"" + "\\\"".repeat(1 << 20) + "\"",
            "\"" + "a\\u00e9".repeat(1 << 20) + "\"",
            "[" + "\"" + "y".repeat(600_000) + "\",\"" + "y".repeat(600_000) + "\"]",
            "[" + "1,".repeat(250_000) + "1]")
        .map(row::formatted);
  }

  /** The device is nothing without its credentials, so these are never left out. */
  @Test
  void longCredentialsAreRefused() {
    String padding = "x".repeat(2 << 20);
    for (String body :
        List.of(
            "[{\"value\":\"" + padding + "\",\"id\":\"creds\"}]",
            "{\"creds\":\"" + padding + "\"}",
            "{\"_id\":\"creds\",\"noiseKey\":\"" + padding + "\"}")) {
      BadLinkException refusal =
          catchThrowableOfType(BadLinkException.class, () -> read(bytes(body)));
      assertThat(refusal.kind()).isEqualTo(BadLinkException.Kind.UNREADABLE);
      assertThat(refusal.advice()).startsWith("creds.json is longer than 1048576 bytes");
    }
  }

  /** A text in place of the credentials is a fault of what was sent, and not of the pod. */
  @Test
  void credentialsThatAreAText() throws Exception {
    Files.writeString(folder.resolve("creds.json"), "\"not a document\"");
    Path packed = Files.createTempFile("link", ".tar");
    Process tar =
        new ProcessBuilder("tar", "-cf", packed.toString(), "-C", folder.toString(), ".").start();
    assertThat(tar.waitFor(30, TimeUnit.SECONDS)).isTrue();
    byte[] sent = gzip(Files.readAllBytes(packed));
    Files.delete(packed);
    BadLinkException refusal = catchThrowableOfType(BadLinkException.class, () -> read(sent));
    assertThat(refusal.kind()).isEqualTo(BadLinkException.Kind.UNREADABLE);
  }

  private static String rows(String between, boolean asTexts) {
    return ENTRIES.entrySet().stream()
        .map(
            entry ->
                "{\"session\":\"one\",\"id\":\"%s\",\"value\":%s}"
                    .formatted(
                        entry.getKey(),
                        asTexts
                            ? "\"" + entry.getValue().replace("\"", "\\\"") + "\""
                            : entry.getValue()))
        .collect(Collectors.joining(between));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(bytes)) {
      packed.write(content);
    }
    return bytes.toByteArray();
  }
}

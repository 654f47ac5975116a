package dev.kubezap.pod.baileys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.baileys.BadLinkException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no link is refused with a sentence that says why; see ImportIT for what is one. */
class LinkUploadTest {
  private static final String SECRET = "c2VjcmV0LW9mLWEtbGluaw==";

  record Case(String name, ByteString body, Kind kind, String says) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> refused() throws IOException {
    return Stream.of(
        new Case("nothing", ByteString.EMPTY, Kind.UNREADABLE, "The body is empty"),
        text("half of an object", "{\"creds\":", "The rows are not JSON"),
        text("no rows", "[]", "The JSON has no row of a link"),
        text("rows of something else", "[{\"id\":\"order-1\",\"value\":1}]", "no row of a link"),
        text(
            "rows of two sessions",
            "[{\"id\":\"pre-key-1\",\"session\":\"a\",\"value\":{}},"
                + "{\"id\":\"pre-key-2\",\"session\":\"b\",\"value\":{}}]",
            "The rows are of several sessions"),
        text(
            "an entry twice",
            "[{\"id\":\"pre-key-1\",\"value\":{}},{\"id\":\"pre-key-1\",\"value\":{}}]",
            "An entry is there twice"),
        text("credentials without keys", "{\"creds\":{}}", "it has no noiseKey"),
        new Case(
            "credentials of a device that was logged out",
            ByteString.copyFromUtf8("{\"creds\":{\"noiseKey\":{},\"me\":{}}}"),
            Kind.NOT_LINKED,
            "never linked, or was logged out"),
        text(
            "a key that is cut off",
            "{\"creds\":{\"me\":{\"id\":\"4915110000001:3@s.whatsapp.net\"},\"account\":{},"
                + "\"signedIdentityKey\":{\"private\":\""
                + SECRET
                + "\",\"public\":\"AAAA\"},\"noiseKey\":{}}}",
            "its signedIdentityKey is missing, cut off"),
        zip("a folder without credentials", "auth/pre-key-1.json", "{}", "There is no creds.json"),
        zip("credentials that are cut off", "auth/creds.json", "{\"no", "creds.json is cut off"),
        zip("a path that leads out", "../creds.json", "{}", "a file outside of its folder"),
        zip("a path from the root", "/etc/creds.json", "{}", "a file outside of its folder"),
        new Case("packed twice", of(gzip(gzip(bytes("x")))), Kind.UNREADABLE, "packed twice"),
        new Case("no archive", of(new byte[1024]), Kind.UNREADABLE, "There is no creds.json"),
        new Case(
            "a tar that holds a link",
            of(tar("auth/creds.json", '2', 0)),
            Kind.UNREADABLE,
            "The archive holds a link"),
        new Case(
            "a tar whose header is damaged",
            of(damaged(tar("auth/creds.json", '0', 2))),
            Kind.UNREADABLE,
            "The archive cannot be read"),
        new Case(
            "a tar that is cut off in a file",
            of(Arrays.copyOf(tar("auth/pre-key-1.json", '0', 9000), 4000)),
            Kind.UNREADABLE,
            "The archive"),
        new Case(
            "a tar that is cut off in a header",
            of(Arrays.copyOf(tar("auth/pre-key-1.json", '0', 2), 700)),
            Kind.UNREADABLE,
            "The archive"),
        new Case(
            "a tar with a long extended header",
            of(tar("header", 'x', 150_000)),
            Kind.UNREADABLE,
            "The archive cannot be read"),
        new Case(
            "a tar with a long name",
            of(tar("name", 'L', 150_000)),
            Kind.UNREADABLE,
            "The archive cannot be read"),
        new Case(
            "a tar of nothing but names",
            of(names(300)),
            Kind.UNREADABLE,
            "The archive cannot be read"),
        new Case("noise", of(bytes("x".repeat(600))), Kind.UNREADABLE, "The archive"),
        new Case(
            "a small archive of a large file",
            of(zipped("auth/creds.json", " ".repeat(300_000))),
            Kind.TOO_LARGE,
            "It unpacks to more than 200000 bytes"),
        new Case(
            "a small gzip of much",
            of(gzip(bytes(" ".repeat(300_000)))),
            Kind.TOO_LARGE,
            "It unpacks to more"),
        new Case(
            "more rows than a link has",
            of(
                bytes(
                    "{\"id\":\"lid-mapping-%d\",\"value\":1}\n"
                        .repeat(21)
                        .formatted(IntStream.range(0, 21).boxed().toArray()))),
            Kind.TOO_LARGE,
            "more than 20 entries"),
        new Case("more files than a link has", of(many()), Kind.TOO_LARGE, "or 20 files"),
        new Case(
            "more of use than fits",
            ByteString.copyFromUtf8("{\"pre-key-1\":{\"public\":\"" + "A".repeat(60_000) + "\"}}"),
            Kind.TOO_LARGE,
            "The entries have more than 50000 bytes together"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(Case one) {
    LinkUpload upload = new LinkUpload(200_000, 20, 50_000);
    BadLinkException refusal =
        catchThrowableOfType(BadLinkException.class, () -> upload.read(one.body().newInput()));
    assertThat(refusal.kind()).isEqualTo(one.kind());
    assertThat(refusal.advice()).contains(one.says()).doesNotContain(SECRET);
  }

  private static Case text(String name, String body, String says) {
    return new Case(name, of(bytes(body)), Kind.UNREADABLE, says);
  }

  private static Case zip(String name, String file, String content, String says)
      throws IOException {
    return new Case(name, of(zipped(file, content)), Kind.UNREADABLE, says);
  }

  private static ByteString of(byte[] body) {
    return ByteString.copyFrom(body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zipped(String file, String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream archive = new ZipOutputStream(bytes)) {
      archive.putNextEntry(new ZipEntry(file));
      archive.write(bytes(content));
    }
    return bytes.toByteArray();
  }

  private static byte[] tar(String name, char type, int size) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream archive = new TarArchiveOutputStream(bytes)) {
      header(archive, name, type, size);
    }
    return bytes.toByteArray();
  }

  /** Each is the name of what follows. */
  private static byte[] names(int count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream archive = new TarArchiveOutputStream(bytes)) {
      for (int i = 0; i < count; i++) {
        header(archive, "name", 'L', 0);
      }
    }
    return bytes.toByteArray();
  }

  private static void header(TarArchiveOutputStream archive, String name, char type, int size)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, (byte) type);
    entry.setSize(size);
    archive.putArchiveEntry(entry);
    archive.write(bytes(" ".repeat(size)));
    archive.closeArchiveEntry();
  }

  private static byte[] damaged(byte[] archive) {
    archive[100]++;
    return archive;
  }

  private static byte[] many() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream archive = new ZipOutputStream(bytes)) {
      for (int i = 0; i < 21; i++) {
        archive.putNextEntry(new ZipEntry("auth/device-list-" + i + ".json"));
        archive.write('1');
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(bytes)) {
      packed.write(content);
    }
    return bytes.toByteArray();
  }
}

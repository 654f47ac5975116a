package dev.kubezap.pod.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.kubezap.pod.bucket.Bucket;
import dev.kubezap.pod.bucket.BucketException;
import dev.kubezap.pod.bucket.BucketKeys;
import dev.kubezap.pod.bucket.BucketServer;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.store.DataKey;
import dev.kubezap.pod.store.RecordCipher;
import dev.kubezap.whatsapp.transfer.SealedBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files are kept in a bucket of a real server, through its absence, wrong keys and tampering. */
@Tag("slow")
class MediaBucketTest {
  private static final DataKey KEY = new DataKey(new byte[32]);
  private static final Duration AGE = Duration.ofDays(7);
  private static BucketServer server;

  @TempDir private Path volume;
  private final AtomicReference<Optional<String>> trouble =
      new AtomicReference<>(Optional.of("not tried"));
  private final String prefix = "k8s/ns/session-" + System.nanoTime() + "/";
  private Optional<MediaStore> opened = Optional.empty();

  @BeforeAll
  static void start() throws Exception {
    server = BucketServer.start();
  }

  @AfterAll
  static void end() throws Exception {
    server.close();
  }

  @AfterEach
  void close() {
    opened.ifPresent(MediaStore::close);
  }

  private MediaStore store(Bucket bucket, long bytes, Instant now) {
    opened.ifPresent(MediaStore::close);
    MediaStore store =
        new MediaBucket(
            volume,
            new Retention(bytes, AGE),
            new BucketPlace(bucket, prefix, new RecordCipher(List.of(KEY), new SecureRandom())),
            trouble::set,
            InstantSource.fixed(now));
    opened = Optional.of(store);
    store.clean(now);
    return store;
  }

  private Optional<String> trouble() {
    return Objects.requireNonNull(trouble.get());
  }

  private MediaStore store() {
    return store(server.bucket(), 1 << 30, Instant.now());
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static void keep(MediaStore store, String name, byte[] bytes) throws Exception {
    try (SpooledFile file = SpooledFile.of(store, target -> target.write(bytes))) {
      KeptFile _ = store.keep(file.file(), name, Instant.now());
    }
  }

  private static byte[] read(MediaStore store, String name, int from, int length)
      throws IOException {
    try (SealedBytes open = store.find(name, Instant.now()).orElseThrow().open()) {
      byte[] read = new byte[length];
      open.readFully(read, length, from);
      return read;
    }
  }

  private List<Path> waiting() throws IOException {
    Path folder = volume.resolve("media").resolve("waiting");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  private void awaitStored() {
    await().atMost(Duration.ofMinutes(1)).until(() -> waiting().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 3_000_000})
  void aFileIsReadFromAnyPlace(int size) throws Exception {
    MediaStore store = store();
    byte[] bytes = bytes(size);
    keep(store, "file", bytes);
    awaitStored();

    assertThat(read(store, "file", 0, size)).isEqualTo(bytes);
    if (size > 100) {
      byte[] end = Arrays.copyOfRange(bytes, size - 60, size - 10);
      assertThat(read(store, "file", size - 60, 50)).isEqualTo(end);
    }
    try (SealedBytes open = store.find("file", Instant.now()).orElseThrow().open()) {
      assertThat(open.size()).isEqualTo(size);
    }
    assertThat(store.find("another", Instant.now())).isEmpty();
  }

  @Test
  void theBucketSeesNothingOfTheFile() throws Exception {
    MediaStore store = store();
    String text = "attack at dawn";
    keep(store, "file", text.getBytes(StandardCharsets.UTF_8));
    awaitStored();

    String stored = Files.readString(server.object(prefix + "file"), StandardCharsets.ISO_8859_1);
    assertThat(stored).doesNotContain(text);
  }

  @Test
  void whileTheBucketIsAwayFilesWaitAndAreGivenFromTheVolume() throws Exception {
    MediaStore store = store();
    keep(store, "before", bytes(10));
    awaitStored();
    server.kill();
    try {
      keep(store, "waits", bytes(200_000));
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> trouble().filter(it -> it.contains("waits on the volume")).isPresent());
      assertThat(read(store, "waits", 0, 200_000)).isEqualTo(bytes(200_000));
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> store.find("before", Instant.now()))
          .satisfies(
              e -> {
                assertThat(e.problem().status()).isEqualTo(503);
                assertThat(e.problem().code()).isEqualTo("bucket-unreachable");
                assertThat(e.problem().headers()).containsEntry("Retry-After", "30");
              });
    } finally {
      server.startAgain();
    }
    // As after a restart: what waits is on the volume.
    MediaStore next = store();
    awaitStored();
    await().until(() -> trouble().isEmpty());
    assertThat(read(next, "waits", 0, 200_000)).isEqualTo(bytes(200_000));
    assertThat(read(next, "before", 0, 10)).isEqualTo(bytes(10));
    assertThat(server.bucket().list(prefix)).hasSize(2);
  }

  @Test
  void wrongKeysAndAMissingBucketAreToldByName() throws Exception {
    BucketKeys wrong = new BucketKeys(server.keys().access(), "not-the-secret");
    MediaStore refused = store(server.bucket("media", wrong), 1 << 30, Instant.now());
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> refused.find("file", Instant.now()))
        .satisfies(e -> assertThat(e.problem().code()).isEqualTo("bucket-refused"));
    await().until(() -> trouble().filter(it -> it.contains("refuses")).isPresent());
    assertThat(trouble().orElseThrow()).doesNotContain("not-the-secret");

    MediaStore missing = store(server.bucket("absent", server.keys()), 1 << 30, Instant.now());
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> missing.find("file", Instant.now()))
        .satisfies(e -> assertThat(e.problem().code()).isEqualTo("bucket-missing"));
    await().until(() -> trouble().filter(it -> it.contains("make it")).isPresent());
  }

  @Test
  void whatWasTamperedWithIsNeverGiven() throws Exception {
    MediaStore store = store();
    keep(store, "file", bytes(200_000));
    keep(store, "other", bytes(200_001));
    awaitStored();
    byte[] stored = Files.readAllBytes(server.object(prefix + "file"));
    byte[] changed = stored.clone();
    changed[150_000] ^= 1;
    put("file", changed);

    assertThatExceptionOfType(DamagedFileException.class)
        .isThrownBy(() -> read(store, "file", 0, 200_000));
    assertThat(store.find("file", Instant.now())).isEmpty();

    put("file", Arrays.copyOf(stored, SealedObject.SEALED_PART));
    assertThat(store().find("file", Instant.now())).isEmpty();
    put("file", Files.readAllBytes(server.object(prefix + "other")));
    assertThat(store().find("file", Instant.now())).isEmpty();
    put("file", stored);
    assertThat(read(store(), "file", 0, 200_000)).isEqualTo(bytes(200_000));
    server.bucket().remove(prefix + "file");
    assertThat(store().find("file", Instant.now())).isEmpty();
  }

  private void put(String name, byte[] bytes) throws Exception {
    Path file = Files.write(volume.resolve("tampered"), bytes);
    server.bucket().put(prefix + name, file);
  }

  @Test
  void whatIsTooOldOrTooMuchGoes() throws Exception {
    MediaStore store = store();
    keep(store, "a", bytes(1_000));
    awaitStored();
    keep(store, "b", bytes(1_000));
    awaitStored();
    store(server.bucket(), 1_500, Instant.now());
    await().until(() -> names().size() == 1);
    store(server.bucket(), 1_500, Instant.now().plus(AGE).plusSeconds(60));
    await().until(() -> names().isEmpty());
  }

  private List<String> names() throws IOException, InterruptedException {
    return server.bucket().list(prefix).stream().map(it -> it.key()).toList();
  }

  @Test
  void withoutTheBucketItsWaitingFilesGo() throws Exception {
    Path left = volume.resolve("media").resolve("waiting").resolve("file");
    Files.createDirectories(left.getParent());
    Files.writeString(left, "encrypted");

    new MediaFolder(volume, new Retention(1, AGE)).clean(Instant.now());
    assertThat(left).doesNotExist();
  }

  @Test
  void anAbsentObjectIsAbsent() {
    assertThatExceptionOfType(BucketException.class)
        .isThrownBy(() -> server.bucket().read(prefix + "none", 0, 10))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(BucketException.Reason.ABSENT));
  }
}

package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session's process is killed while it makes a group: 6 times, and 40 times with {@code
 * -Dkubezap.full=true}. Its caller repeats the request under its key, and there is one group of
 * each name. {@code -Dkubezap.seed} repeats the kill points of an earlier run.
 */
@Tag("e2e")
@Timeout(600)
class GroupChangeCrashIT {
  private static final int KILLS = Boolean.getBoolean("kubezap.full") ? 40 : 6;
  private static final int LATEST_MILLIS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long SEED =
      Long.getLong("kubezap.seed", ThreadLocalRandom.current().nextInt());

  @TempDir private Path folder;

  @Test
  void aGroupIsMadeOnce() throws Exception {
    System.out.println("GroupChangeCrashIT: " + KILLS + " kills, -Dkubezap.seed=" + SEED);
    Random random = new Random(SEED);
    List<String> subjects = new ArrayList<>();
    try (Stage stage = new Stage(folder);
        ExecutorService caller = Executors.newSingleThreadExecutor()) {
      var _ = stage.pair();
      for (int kill = 0; kill < KILLS; kill++) {
        String subject = "Garden " + kill;
        subjects.add(subject);
        Future<?> making = caller.submit(() -> make(stage, subject));
        stage
            .steps()
            .await(
                new KillPoint(Integer.MAX_VALUE, Duration.ofMillis(random.nextInt(LATEST_MILLIS))));
        stage.pod().kill();
        stage.pod().start();
        making.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
      List<String> made = new ArrayList<>();
      JsonNode groups = stage.pod().ask("/api/v1/groups?limit=100").body().path("items");
      groups.forEach(group -> made.add(group.path("subject").asText()));
      assertThat(made).containsExactlyInAnyOrderElementsOf(subjects);
      assertThat(stage.simulator().violations().list()).isEmpty();
    }
  }

  /** Repeats the request under one key until it is answered. */
  private static void make(Stage stage, String subject) {
    String body =
        "{\"subject\":\"%s\",\"participants\":[\"+%s\"]}"
            .formatted(subject, Stage.PHONES.getFirst());
    Awaitility.await("the group " + subject)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              RestartedPod.Answer answer =
                  stage.pod().post("/api/v1/groups", body, "make-" + subject.replace(' ', '-'));
              // Not connected yet, or it goes on by itself.
              assertThat(answer.status()).as("%s", answer).isIn(201, 202, 409, 503);
              assertThat(answer.body().path("code").asText()).isNotEqualTo("outcome-unknown");
              return answer.status() == 201;
            });
  }
}

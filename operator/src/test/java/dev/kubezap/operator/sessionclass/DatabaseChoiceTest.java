package dev.kubezap.operator.sessionclass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.ClassDatabase;
import dev.kubezap.crd.v1alpha1.SecretPlace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabaseChoiceTest {

  private static final SecretPlace PLACE = new SecretPlace("kubezap", "db");
  private static final List<ClassDatabase> TWO =
      List.of(new ClassDatabase("first", PLACE, 2), new ClassDatabase("second", PLACE, 1));

  @Test
  void databasesAreFilledInTurn() {
    assertThat(next(Map.of())).contains(new DatabaseChoice("gold", "first"));
    assertThat(next(Map.of("gold/first", 1L))).contains(new DatabaseChoice("gold", "first"));
    assertThat(next(Map.of("gold/first", 2L))).contains(new DatabaseChoice("gold", "second"));
    assertThat(next(Map.of("gold/first", 9L, "gold/second", 0L)))
        .contains(new DatabaseChoice("gold", "second"));
    assertThat(next(Map.of("gold/first", 1L, "gold/second", 5L)))
        .as("whose place is free again")
        .contains(new DatabaseChoice("gold", "first"));
    assertThat(next(Map.of("gold/first", 2L, "gold/second", 1L))).isEmpty();
    assertThat(next(Map.of("silver/first", 2L))).contains(new DatabaseChoice("gold", "first"));
  }

  @Test
  void aDatabaseOfNoSessionsTakesNone() {
    assertThat(DatabaseChoice.next("gold", List.of(new ClassDatabase("a", PLACE, 0)), choice -> 0))
        .isEmpty();
  }

  @Test
  void standsBesideTheKeys() {
    var choice = new DatabaseChoice("gold", "first");

    assertThat(choice.text()).isEqualTo("gold/first");
    assertThat(DatabaseChoice.of(keys(Map.of("kubezap.dev/database", "gold/first"))))
        .contains(choice);
    assertThat(DatabaseChoice.of(keys(Map.of()))).isEmpty();
    assertThat(choice.among(TWO)).contains(TWO.getFirst());
    assertThat(new DatabaseChoice("gold", "third").among(TWO)).isEmpty();
    assertThat(DatabaseChoice.of(keys(Map.of("kubezap.dev/database", "forged"))))
        .contains(new DatabaseChoice("forged", ""));
  }

  private static Optional<DatabaseChoice> next(Map<String, Long> counts) {
    return DatabaseChoice.next("gold", TWO, choice -> counts.getOrDefault(choice.text(), 0L));
  }

  private static Secret keys(Map<String, String> annotations) {
    return new SecretBuilder().withNewMetadata().withAnnotations(annotations).endMetadata().build();
  }
}

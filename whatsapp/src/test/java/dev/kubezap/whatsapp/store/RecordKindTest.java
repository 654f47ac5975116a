package dev.kubezap.whatsapp.store;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every record is of a kind that says what becomes of it. */
class RecordKindTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.kubezap.whatsapp");

  @Test
  void isWhereEveryRecordTakesItsKindFrom() {
    Set<String> keys =
        classes.stream()
            .filter(type -> type.isAssignableTo(RecordKey.class) && !type.isInterface())
            .map(RecordKindTest::outermost)
            .collect(toSet());
    Map<String, Set<String>> users = users();

    assertThat(keys).hasSizeGreaterThan(50);
    Set<String> declared = new TreeSet<>();
    users.values().forEach(declared::addAll);
    assertThat(declared).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(users.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(RecordKind.values()).map(Enum::name).toList());
    assertThat(users).allSatisfy((kind, types) -> assertThat(types).as(kind).hasSize(1));
  }

  @Test
  void hasNamesThatTheDatabaseTakes() {
    assertThat(Arrays.stream(RecordKind.values()).map(RecordKind::text))
        .doesNotHaveDuplicates()
        .allMatch(text -> text.matches("[a-z]+(-[a-z]+)*") && text.length() <= 32);
  }

  @Test
  void keepsWhatIsTheSessionsAtLogOut() {
    assertThat(RecordKind.keptAtLogOut())
        .containsExactlyInAnyOrder(
            "idempotency",
            "group-change",
            "quarantine",
            "unhandled",
            "message-additions",
            "message-receipts",
            "channel-number",
            "pending-file",
            "contact",
            "label",
            "label-deleted",
            "call",
            "call-order");
  }

  @Test
  void deletesByAgeWhatIsNotNeededAnyMore() {
    assertThat(
            Arrays.stream(RecordKind.values())
                .filter(kind -> kind.retention().days().isPresent())
                .collect(toMap(RecordKind::text, k -> k.retention().days().getAsInt())))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "ciphertext-mark", 30,
                "outgoing-name", 30,
                "channel-number", 30,
                "media-handle", 30,
                "retry", 30,
                "read-receipt", 30,
                "idempotency", 7));
  }

  /** The classes that name each kind, apart from the list itself. */
  private Map<String, Set<String>> users() {
    Map<String, Set<String>> users = new TreeMap<>();
    for (JavaFieldAccess access : classes.get(RecordKind.class).getFieldAccessesToSelf()) {
      String origin = outermost(access.getOriginOwner());
      if (access.getTarget().getRawType().isEquivalentTo(RecordKind.class)
          && !origin.equals(RecordKind.class.getName())) {
        users.computeIfAbsent(access.getTarget().getName(), any -> new TreeSet<>()).add(origin);
      }
    }
    return users;
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(RecordKindTest::outermost).orElse(type.getName());
  }
}

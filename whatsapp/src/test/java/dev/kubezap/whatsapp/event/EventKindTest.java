package dev.kubezap.whatsapp.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventKindTest {

  /** A class of events that is not listed fails here, not when the event is raised. */
  @Test
  void listsEveryClassOfEventsAndNoOther() {
    List<Class<?>> classes = records(SessionEvent.class).toList();

    assertThat(classes).hasSize(33);
    assertThat(Arrays.stream(EventKind.values()).<Class<?>>map(EventKind::event))
        .containsExactlyInAnyOrderElementsOf(classes);
  }

  @Test
  void givesEachANameOfItsOwnAndASentence() {
    assertThat(Arrays.stream(EventKind.values()).map(EventKind::text))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z]+[.][a-z]+(-[a-z]+)*"));
    assertThat(Arrays.stream(EventKind.values()).map(EventKind::description))
        .doesNotHaveDuplicates()
        .allMatch(sentence -> sentence.endsWith("."));
    assertThat(Arrays.stream(EventKind.values()).map(EventKind::version))
        .allMatch(version -> version >= 1);
  }

  @Test
  void tellsTheKindOfAnEvent() {
    assertThat(new ConnectionEvent.Disconnected("503", "service-unavailable").eventKind())
        .isEqualTo(EventKind.SESSION_DISCONNECTED);
    assertThat(new ConnectionEvent.Disconnected("503", "service-unavailable").type())
        .isEqualTo("session.disconnected");
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(EventKindTest::records);
  }
}

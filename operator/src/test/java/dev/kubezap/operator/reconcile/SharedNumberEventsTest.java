package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.event.EventRecorder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the Event follows the condition, whatever ends when. */
class SharedNumberEventsTest {

  private final List<String> told = new ArrayList<>();
  private SharedNumbers numbers;

  @BeforeEach
  void begin() {
    numbers = operator();
    numbers.look(session("other", false));
  }

  @Test
  void itFollowsTheWrittenStatusOnce() {
    assertThat(numbers.look(session("support", false))).isPresent();
    assertThat(told).as("not written yet").isEmpty();
    assertThat(numbers.awaitsStatus(session("support", false))).isTrue();
    // The cache may be late.
    assertThat(numbers.look(session("support", false))).isPresent();
    assertThat(told).isEmpty();

    numbers.look(session("support", true));
    numbers.look(session("support", true));
    assertThat(told).containsExactly("support NumberShared");
    assertThat(numbers.awaitsStatus(session("support", true))).isFalse();
  }

  @Test
  void theNextOperatorDoesNotRepeatIt() {
    numbers.look(session("support", false));

    // Killed before the status was written: the next one writes it, and tells once.
    numbers = operator();
    numbers.look(session("other", false));
    numbers.look(session("support", false));
    numbers.look(session("support", true));
    assertThat(told).containsExactly("support NumberShared");

    // Killed after.
    numbers = operator();
    numbers.look(session("other", true));
    numbers.look(session("support", true));
    assertThat(told).hasSize(1);
  }

  @Test
  void nothingIsToldOfWhatIsOverBeforeItIsWritten() {
    numbers.look(session("support", false));
    numbers.forget(session("other", false));
    assertThat(numbers.look(session("support", false))).isEmpty();
    assertThat(numbers.awaitsStatus(session("support", false))).isFalse();
    assertThat(numbers.look(session("support", true))).isEmpty();
    assertThat(told).isEmpty();
  }

  private SharedNumbers operator() {
    return new SharedNumbers(
        new EventRecorder() {
          @Override
          public void normal(WhatsAppSession session, String reason, String message) {
            throw new AssertionError(reason);
          }

          @Override
          public void warning(WhatsAppSession session, String reason, String message) {
            told.add(session.getMetadata().getName() + " " + reason);
          }
        });
  }

  private static WhatsAppSession session(String name, boolean says) {
    return new KubernetesSerialization()
        .unmarshal(
            """
            apiVersion: kubezap.dev/v1alpha1
            kind: WhatsAppSession
            metadata: {namespace: shop, name: %s}
            spec: {}
            status:
              conditions: [%s]
              session: {phoneNumber: '+4915112345678'}
            """
                .formatted(
                    name,
                    says ? "{type: NumberShared, status: 'True', reason: a, message: b}" : ""),
            WhatsAppSession.class);
  }
}

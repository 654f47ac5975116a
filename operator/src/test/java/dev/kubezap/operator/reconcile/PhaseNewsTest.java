package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import dev.kubezap.operator.event.EventRecorder;
import dev.kubezap.operator.status.Phase;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhaseNewsTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private final List<String> told = new ArrayList<>();
  private final PhaseNews news =
      new PhaseNews(
          new EventRecorder() {
            @Override
            public void normal(WhatsAppSession session, String reason, String message) {
              told.add("normal " + reason + ": " + message);
            }

            @Override
            public void warning(WhatsAppSession session, String reason, String message) {
              told.add("warning " + reason + ": " + message);
            }
          });
  private final WhatsAppSession session = session("a", "{phase: Starting}");

  @Test
  void anotherPhaseIsToldOnceWithWhyItIsNotReady() {
    tell("Connected", condition("Ready", "Connected", "connected to WhatsApp"));
    tell("Connected", condition("Ready", "Connected", "connected to WhatsApp"));

    assertThat(told).containsExactly("normal Connected: connected to WhatsApp");
  }

  @Test
  void thePhaseThatTheResourceSaysAlreadyIsNoNewsToANewOperator() {
    tell("Starting", condition("Ready", "Starting", "the pod has not reported yet"));

    assertThat(told).isEmpty();
  }

  @Test
  void whatWasToldIsRememberedWhileTheCacheHasTheStatusBefore() {
    tell("Connected");
    tell("Starting");
    tell("Connected");

    assertThat(told)
        .containsExactly(
            "normal Connected: Connected",
            "normal Starting: Starting",
            "normal Connected: Connected");
  }

  /** A large table takes hours: the Events say how far it is. */
  @Test
  void eachPartOfAMigrationIsNews() {
    tell("Starting", condition("Reconciling", "DatabaseMigrating", "step 1 of 2"));
    tell("Starting", condition("Reconciling", "DatabaseMigrating", "step 1 of 2"));
    tell("Starting", condition("Reconciling", "DatabaseMigrating", "step 2 of 2, 10 %"));
    tell("Starting", condition("Reconciling", "DatabaseMigrating", "step 2 of 2, 20 %"));

    assertThat(told).hasSize(3);
  }

  @Test
  void aSessionThatIsStalledWarnsWithWhatToDo() {
    tell(
        "Starting",
        condition("Ready", "KeysLost", "of Ready"),
        condition("Stalled", "KeysLost", "of Stalled"));

    assertThat(told).containsExactly("warning Starting: of Stalled");
  }

  @Test
  void aProblemWarns() {
    news.tell(session, status("Connecting"), true);

    assertThat(told).containsExactly("warning Connecting: Connecting");
  }

  @ParameterizedTest
  @EnumSource
  void aPhaseThatPeopleShouldLookAtWarns(Phase phase) {
    news.tell(session("b", "{}"), status(phase.text()), false);

    Set<Phase> warnings =
        EnumSet.of(Phase.AWAITING_PASSKEY, Phase.LOGGED_OUT, Phase.RESTRICTED, Phase.FAILED);
    String word = warnings.contains(phase) ? "warning " : "normal ";
    String message =
        phase == Phase.SUSPENDED ? "the pod is stopped; everything is kept" : phase.text();
    assertThat(told).containsExactly(word + phase.text() + ": " + message);
  }

  @Test
  void anotherReasonToWaitIsNews() {
    tell("Starting", condition("Reconciling", "SecretMissing", "m"));
    tell("Starting", condition("Reconciling", "DatabaseUnavailable", "m"));

    assertThat(told).containsExactly("normal Starting: Starting", "normal Starting: Starting");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Creating",
        "PodPending",
        "PodStarting",
        "RollingOut",
        "AwaitingRollout",
        "Suspending",
        "ContainerCreating",
        "PodInitializing"
      })
  void theStepsOfAUsualStartAreNoNews(String reason) {
    tell("Starting", condition("Reconciling", reason, "m"));

    assertThat(told).isEmpty();
  }

  @Test
  void thoseThatWentWithoutAWordAreFound() {
    tell("Connected");
    String uid = session.getMetadata().getUid();

    assertThat(news.vanished((id, known) -> known.equals(uid))).isEmpty();
    assertThat(news.vanished((id, known) -> false))
        .extracting(gone -> gone.getMetadata().getName(), gone -> gone.getMetadata().getUid())
        .containsExactly(tuple(session.getMetadata().getName(), uid));
  }

  @Test
  void anUnheardPhaseIsTakenForPending() {
    tell("Unheard");

    assertThat(told).containsExactly("normal Pending: Pending");
  }

  @Test
  void sessionsAreCountedByPhaseWhateverTheyWaitForAndForgottenWhenTheyAreGone() {
    WhatsAppSession other = session("b", "{}");
    news.tell(session, status("Connected"), false);
    news.tell(other, status("Connected", condition("Stalled", "KeysLost", "m")), false);
    news.tell(session("c", "{}"), status("Connecting"), false);

    assertThat(news.count(Phase.CONNECTED)).isEqualTo(2);
    assertThat(news.count(Phase.CONNECTING)).isEqualTo(1);
    assertThat(news.count(Phase.PAIRING)).isZero();
    assertThat(news.size()).isEqualTo(3);

    news.forget(other);
    assertThat(news.count(Phase.CONNECTED)).isEqualTo(1);
    assertThat(news.size()).isEqualTo(2);
  }

  private void tell(String phase, Condition... conditions) {
    news.tell(session, status(phase, conditions), false);
  }

  private static Condition condition(String type, String reason, String message) {
    return new Condition(type, "True", reason, message, null, 1L);
  }

  private static WhatsAppSessionStatus status(String phase, Condition... conditions) {
    return new WhatsAppSessionStatus(
        phase, null, 1L, null, null, null, null, null, null, Map.of(), List.of(conditions), null);
  }

  private static WhatsAppSession session(String uid, String status) {
    return YAML.unmarshal(
        "metadata: {name: support, uid: " + uid + "}\nstatus: " + status, WhatsAppSession.class);
  }
}

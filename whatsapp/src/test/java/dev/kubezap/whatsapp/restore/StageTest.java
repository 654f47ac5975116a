package dev.kubezap.whatsapp.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.RecordKind.Restored;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StageTest {

  @Test
  void seesToEveryKindThatARestorationChangesAndToNoOther() {
    assertThat(Arrays.stream(Stage.values()).map(Stage::kind).filter(kind -> !kind.isEmpty()))
        .containsExactlyInAnyOrderElementsOf(
            RecordKind.texts(kind -> kind.restored() != Restored.KEPT));
  }

  @Test
  void leavesOnlySessionsToReceive() {
    assertThat(RecordKind.texts(kind -> kind.restored() == Restored.ONLY_RECEIVES))
        .containsExactly(Stage.SESSIONS.kind());
  }
}

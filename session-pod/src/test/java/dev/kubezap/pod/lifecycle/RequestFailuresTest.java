package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.http.Problem;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import dev.kubezap.whatsapp.store.StoredStateException;
import org.junit.jupiter.api.Test;

class RequestFailuresTest {
  private final RequestFailures failures = new RequestFailures();

  @Test
  void saysThatAnotherDataKeyIsNeeded() {
    Problem problem = failures.problemOf(new StoredStateException("needs key f8a68000"));
    assertThat(problem.status()).isEqualTo(500);
    assertThat(problem.code()).isEqualTo("stored-state-unreadable");
    assertThat(problem.detail()).contains("KUBEZAP_DATA_KEY_OLD");
  }

  @Test
  void tellsAnOutageFromADefect() {
    assertThat(failures.problemOf(new StoreUnavailableException("away")).status()).isEqualTo(503);
    Problem defect = failures.problemOf(new IllegalStateException("kz_secret"));
    assertThat(defect.status()).isEqualTo(500);
    assertThat(defect.document().toString()).doesNotContain("kz_secret");
  }
}

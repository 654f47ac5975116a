package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.EventType;
import dev.kubezap.whatsapp.event.EventKind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a resource may ask for, what the catalogue lists and what is raised are the same. */
class EventCatalogTest {

  @Test
  void offersWhatResourcesMayAskFor() {
    assertThat(Arrays.stream(EventType.values()).map(EventType::text))
        .containsExactlyInAnyOrderElementsOf(EventCatalog.names());
  }

  @Test
  void listsEachKindOfEventOnce() {
    assertThat(EventCatalog.names())
        .containsExactlyElementsOf(Arrays.stream(EventKind.values()).map(EventKind::text).toList());
  }
}

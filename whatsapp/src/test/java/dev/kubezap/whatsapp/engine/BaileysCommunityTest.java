package dev.kubezap.whatsapp.engine;

import static dev.kubezap.whatsapp.conformance.Direction.OURS_TO_BAILEYS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.group.CreateCommunity;
import dev.kubezap.whatsapp.group.CreateGroup;
import dev.kubezap.whatsapp.group.DeactivateCommunity;
import dev.kubezap.whatsapp.group.LinkSubGroup;
import dev.kubezap.whatsapp.jid.Jid;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Communities and their groups, shared with an unmodified Baileys. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BaileysCommunityTest {
  private BaileysPair pair;

  @BeforeAll
  void link(@TempDir Path folder) throws Exception {
    pair = new BaileysPair(folder);
  }

  @AfterAll
  void close() {
    pair.close();
  }

  private JsonNode baileysSees(Jid group) throws Exception {
    return pair.peer
        .command("groups", Map.of("method", "groupMetadata", "arguments", "[\"" + group + "\"]"))
        .path("result");
  }

  /** A member of a group is told which community it belongs to. */
  @Test
  @Conformance(value = Capability.COMMUNITY, in = OURS_TO_BAILEYS)
  void baileysSeesToWhichOfOursItsGroupsBelong() throws Exception {
    Jid village = pair.given(new CreateCommunity.Of("Village", true, false, true)).id();
    Jid made = group("Garden", Optional.of(village));
    Jid linked = group("Kitchen", Optional.empty());
    assertThat(baileysSees(made).path("linkedParent").asText()).isEqualTo(village.toString());
    assertThat(baileysSees(linked).path("subject").asText()).isEqualTo("Kitchen");
    assertThat(baileysSees(linked).has("linkedParent")).isFalse();

    var _ = pair.given(new LinkSubGroup.Of(village, linked, true));
    assertThat(baileysSees(linked).path("linkedParent").asText()).isEqualTo(village.toString());
    var _ = pair.given(new DeactivateCommunity.Of(village));
    for (Jid group : List.of(made, linked)) {
      assertThat(baileysSees(group).path("id").asText()).isEqualTo(group.toString());
      assertThat(baileysSees(group).has("linkedParent")).isFalse();
    }
    assertThat(pair.simulator.violations().list()).isEmpty();
  }

  private Jid group(String subject, Optional<Jid> community) throws Exception {
    return pair.given(new CreateGroup.Of(subject, List.of(BaileysPair.BOB), community))
        .group()
        .id();
  }
}

package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.connection.CloseReason;
import dev.kubezap.whatsapp.login.VersionFetched;
import dev.kubezap.whatsapp.noise.ClientVersion;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a session finds the client version that the service accepts, in virtual time. */
class VersionCourseTest {
  private final MemoryStore store = new MemoryStore();
  private final VirtualSession virtual = new VirtualSession(store);

  @Test
  void fetchesTheVersionOnceAndThenReports() throws Exception {
    virtual.online();
    virtual.versions = () -> found("2.3000.2000000000");
    refuse();
    assertThat(virtual.snapshot().clientVersion()).isEqualTo("2.3000.2000000000");
    assertThat(virtual.link().attempt.clientPayload())
        .isNotEqualTo(virtual.links.getFirst().attempt.clientPayload());
    refuse();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.FAILED);
    assertThat(virtual.snapshot().reason()).contains("client-outdated");
    assertThat(virtual.identities.load()).isPresent();
  }

  @Test
  void aVersionThatCannotBeFetchedIsAskedForAgain() throws Exception {
    virtual.online();
    virtual.versions = VersionFetched.Result.Failed::new;
    int links = virtual.links.size();
    refuse();
    virtual.pass(Duration.ofHours(5));
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.RECONNECTING);
    assertThat(virtual.snapshot().reason()).contains("client-outdated");
    assertThat(virtual.links).hasSize(links);
    // Seven within the first hour, then one in half an hour to an hour.
    assertThat(virtual.fetches).isBetween(10, 16);
    virtual.versions = () -> found("2.3000.2000000000");
    virtual.pass(Duration.ofHours(1));
    assertThat(virtual.links).hasSize(links + 1);
    virtual.logIn();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.CONNECTED);
  }

  @Test
  void anOutdatedSessionGoesOnWhenANewerVersionAppears() throws Exception {
    virtual.online();
    virtual.versions = () -> found(LiveClient.VERSION);
    refuse();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.FAILED);
    virtual.pass(Duration.ofMinutes(50));
    virtual.versions = () -> found("2.3000.2000000000");
    virtual.pass(Duration.ofMinutes(30));
    virtual.logIn();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.CONNECTED);
  }

  @Test
  void theVersionIsReadAgainEveryDayByWhicheverProcess() throws Exception {
    virtual.online().pass(Duration.ofMinutes(10));
    assertThat(virtual.fetches).isEqualTo(1);
    virtual.pass(Duration.ofHours(23));
    assertThat(virtual.fetches).isEqualTo(1);
    virtual.versions = () -> found("2.3000.2000000000");
    VirtualSession next = new VirtualSession(store);
    next.versions = virtual.versions;
    next.now = virtual.now;
    next.identities.save(virtual.identities.load().orElseThrow());
    next.begin().logIn().pass(Duration.ofMinutes(30));
    assertThat(next.fetches).isZero();
    next.pass(Duration.ofHours(1));
    assertThat(next.fetches).isEqualTo(1);
    // The connection goes on with the old one.
    assertThat(next.links).hasSize(1);
    assertThat(next.snapshot().clientVersion()).isEqualTo("2.3000.2000000000");
    next.pass(Duration.ofHours(25));
    assertThat(next.fetches).isEqualTo(2);
  }

  private static VersionFetched.Result found(String version) {
    return new VersionFetched.Result.Found(ClientVersion.parse(version));
  }

  private void refuse() throws Exception {
    virtual.link().end(new CloseReason.Failure(405, Optional.empty(), Map.of()));
    virtual.settle();
  }
}

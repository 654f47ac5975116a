package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.token.PrivacyToken;
import dev.kubezap.whatsapp.token.PrivacyTokenKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Privacy tokens that expired long ago do not stay for ever, in virtual time. */
class TokenPruningTest {
  private static final Duration LONG_AGO = Duration.ofDays(70);
  private static final Duration JUST_EXPIRED = Duration.ofDays(35);

  private final MemoryStore store = new MemoryStore();
  private final VirtualSession virtual = new VirtualSession(store);

  private Instant ago(Duration age) {
    return virtual.now.minus(age);
  }

  private static PrivacyToken received(Instant at) {
    return new PrivacyToken(
        ByteString.copyFromUtf8("token"), at, Optional.empty(), Optional.empty());
  }

  private static PrivacyTokenKey key(int contact) {
    return new PrivacyTokenKey(Jid.lid(Integer.toString(100_000 + contact)));
  }

  private void put(int from, int to, IntFunction<PrivacyToken> token) throws Exception {
    List<Change> changes = new ArrayList<>();
    for (int contact = from; contact < to; contact++) {
      changes.add(new Change.Put<>(key(contact), token.apply(contact)));
    }
    store.commit(changes);
  }

  private int left() {
    return store.records("privacy-token").size();
  }

  @Test
  void goesThroughAllOfThemAPageAtATime() throws Exception {
    put(0, 450, contact -> received(ago(contact % 3 == 0 ? JUST_EXPIRED : LONG_AGO)));
    virtual.online();
    assertThat(left()).as("not while it connects").isEqualTo(450);
    virtual.pass(Duration.ofMinutes(61));
    assertThat(left()).isEqualTo(150);
    assertThat(store.read(key(0))).isPresent();
    assertThat(store.read(key(1))).isEmpty();
  }

  @Test
  void keepsWhatEitherSideMayStillUse() throws Exception {
    Optional<Instant> recently = Optional.of(ago(Duration.ofDays(3)));
    Optional<Instant> before = Optional.of(ago(LONG_AGO));
    put(0, 1, _ -> new PrivacyToken(ByteString.EMPTY, Instant.EPOCH, recently, Optional.empty()));
    put(1, 2, _ -> new PrivacyToken(ByteString.EMPTY, Instant.EPOCH, before, recently));
    put(2, 3, _ -> new PrivacyToken(ByteString.EMPTY, Instant.EPOCH, before, before));
    put(3, 4, _ -> received(ago(Duration.ofDays(1))));
    virtual.online().pass(Duration.ofMinutes(61));
    assertThat(store.records("privacy-token"))
        .containsExactlyInAnyOrder(key(0).name(), key(1).name(), key(3).name());
  }

  @Test
  void looksAgainEveryDay() throws Exception {
    virtual.online().pass(Duration.ofHours(2));
    put(0, 3, _ -> received(ago(LONG_AGO)));
    virtual.pass(Duration.ofHours(20));
    assertThat(left()).isEqualTo(3);
    virtual.pass(Duration.ofHours(4));
    assertThat(left()).isZero();
  }
}

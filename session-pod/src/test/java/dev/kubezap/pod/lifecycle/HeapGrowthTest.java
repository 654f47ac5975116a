package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapGrowthTest {
  private static final long MEGABYTE = 1 << 20;

  private final HeapGrowth growth = new HeapGrowth(10 * MEGABYTE);

  @Test
  void collectsAfterABurstWhenTheSessionRests() {
    assertThat(growth.isDue(5 * MEGABYTE, 12 * MEGABYTE)).isFalse();
    assertThat(growth.isDue(8 * MEGABYTE, 12 * MEGABYTE)).isFalse();
    assertThat(growth.isDue(8 * MEGABYTE + 1, 12 * MEGABYTE)).isTrue();
  }

  @Test
  void collectsInABurstOnlyAfterMuchGrowth() {
    assertThat(growth.isDue(5 * MEGABYTE, 13 * MEGABYTE - 1)).isFalse();
    assertThat(growth.isDue(8 * MEGABYTE, 13 * MEGABYTE)).isTrue();
  }

  @Test
  void takesAYoungCollectionForWork() {
    assertThat(growth.isDue(9 * MEGABYTE, 12 * MEGABYTE)).isFalse();
    assertThat(growth.isDue(6 * MEGABYTE, 12 * MEGABYTE)).isFalse();
  }

  @Test
  void leavesWhatIsNeededAlone() {
    growth.isDue(8 * MEGABYTE, 30 * MEGABYTE);
    growth.collected(25 * MEGABYTE, 30 * MEGABYTE);
    assertThat(growth.isDue(25 * MEGABYTE, 30 * MEGABYTE)).isFalse();
    assertThat(growth.isDue(25 * MEGABYTE, 31 * MEGABYTE - 1)).isFalse();
    assertThat(growth.isDue(25 * MEGABYTE, 31 * MEGABYTE)).isTrue();
  }
}

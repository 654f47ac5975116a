package dev.kubezap.operator.sessionclass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.AccessMode;
import dev.kubezap.crd.v1alpha1.Storage;
import dev.kubezap.crd.v1alpha1.VolumeRetention;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VolumeSettingsTest {

  private static final List<AccessMode> ONCE = List.of(AccessMode.READ_WRITE_ONCE);
  private static final Storage GIVEN = new Storage("5Gi", "fast", ONCE, VolumeRetention.RETAIN);

  @Test
  void nothingSaidIsNothing() {
    assertThat(VolumeSettings.of(null, null, Optional.empty()))
        .isEqualTo(new VolumeSettings(null, false));
    assertThat(VolumeSettings.of(null, null, claim("1Gi", "standard", false)))
        .isEqualTo(new VolumeSettings(null, false));
  }

  @Test
  void aVolumeThatIsMadeTakesWhatTheClassSays() {
    assertThat(VolumeSettings.of(null, GIVEN, Optional.empty()))
        .isEqualTo(new VolumeSettings(GIVEN, true));
    assertThat(VolumeSettings.of(new Storage("2Gi", null, null, null), GIVEN, Optional.empty()))
        .isEqualTo(
            new VolumeSettings(new Storage("2Gi", "fast", ONCE, VolumeRetention.RETAIN), true));
  }

  @Test
  void whatTheResourceSaysCounts() {
    var own =
        new Storage("2Gi", "slow", List.of(AccessMode.READ_WRITE_MANY), VolumeRetention.DELETE);

    assertThat(VolumeSettings.of(own, GIVEN, Optional.empty()))
        .isEqualTo(new VolumeSettings(own, false));
    assertThat(VolumeSettings.of(own, GIVEN, claim("2Gi", "slow", false)))
        .isEqualTo(new VolumeSettings(own, false));
  }

  @Test
  void aVolumeThatWasMadeWithoutAClassOnlyGrows() {
    assertThat(VolumeSettings.of(null, GIVEN, claim("1Gi", "standard", false)))
        .isEqualTo(
            new VolumeSettings(new Storage("5Gi", null, null, VolumeRetention.RETAIN), false));
    assertThat(VolumeSettings.of(null, GIVEN, claim("8Gi", "standard", false)))
        .isEqualTo(
            new VolumeSettings(new Storage("8Gi", null, null, VolumeRetention.RETAIN), false));
  }

  @Test
  void aVolumeKeepsWhatAClassGaveItWhateverClassCountsNow() {
    var other = new Storage("2Gi", "slow", List.of(AccessMode.READ_WRITE_MANY), null);

    assertThat(VolumeSettings.of(null, other, claim("5Gi", "fast", true)))
        .isEqualTo(new VolumeSettings(new Storage("5Gi", "fast", ONCE, null), true));
    assertThat(VolumeSettings.of(null, null, claim("5Gi", "fast", true)))
        .as("no class any more")
        .isEqualTo(new VolumeSettings(new Storage("5Gi", "fast", ONCE, null), true));
  }

  private static Optional<PersistentVolumeClaim> claim(
      String size, String storageClass, boolean byClass) {
    return Optional.of(
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withAnnotations(
                byClass ? Map.of("kubezap.dev/volume-by-class", "true") : Map.of("other", "a"))
            .endMetadata()
            .withNewSpec()
            .withStorageClassName(storageClass)
            .withAccessModes("ReadWriteOnce")
            .withNewResources()
            .addToRequests("storage", new Quantity(size))
            .endResources()
            .endSpec()
            .build());
  }
}

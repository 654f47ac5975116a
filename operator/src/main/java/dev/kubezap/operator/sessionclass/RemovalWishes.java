package dev.kubezap.operator.sessionclass;

import dev.kubezap.crd.v1alpha1.DeletionPolicy;
import dev.kubezap.crd.v1alpha1.SessionDefaults;
import dev.kubezap.crd.v1alpha1.Storage;
import dev.kubezap.crd.v1alpha1.VolumeRetention;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionClass;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionSpec;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to stay when a session is deleted. What this operator does not know, be it a word or a
 * class that is gone, is not taken for permission to erase. Pure.
 *
 * @param keep whether the device stays linked and everything is kept
 * @param retainVolume whether the volume stays while everything else is erased
 * @param because why, where the resource itself does not say it; empty otherwise
 */
public record RemovalWishes(boolean keep, boolean retainVolume, String because) {

  /** Of a session that no class counts for. */
  public static RemovalWishes of(WhatsAppSessionSpec own) {
    return new RemovalWishes(keeps(own), retains(own), "");
  }

  /**
   * Of a session of a class.
   *
   * @param name the class
   * @param chosen the same; empty when it does not exist
   */
  public static RemovalWishes of(
      WhatsAppSessionSpec own, String name, Optional<WhatsAppSessionClass> chosen) {
    boolean saysSo = own.deletionPolicy() != null || own.unknown("spec.deletionPolicy");
    if (chosen.isEmpty()) {
      return saysSo
          ? of(own)
          : new RemovalWishes(
              true,
              true,
              "WhatsAppSessionClass "
                  + name
                  + " does not exist, and might have said so; to erase them, make a session of this name with"
                  + " spec.deletionPolicy LogOut and delete it");
    }
    SessionDefaults given =
        Objects.requireNonNullElse(chosen.get().getSpec().defaults(), SessionDefaults.EMPTY);
    boolean keep =
        saysSo
            ? keeps(own)
            : given.deletionPolicy() == DeletionPolicy.KEEP
                || chosen.get().getSpec().unknown("spec.defaults.deletionPolicy");
    boolean saysWhatOfTheVolume =
        retention(own.storage()).isPresent() || own.unknown("spec.storage.retention");
    boolean retain =
        saysWhatOfTheVolume
            ? retains(own)
            : retention(given.storage()).filter(VolumeRetention.RETAIN::equals).isPresent()
                || chosen.get().getSpec().unknown("spec.defaults.storage.retention");
    return new RemovalWishes(
        keep, retain, keep && !saysSo ? "WhatsAppSessionClass " + name + " says so" : "");
  }

  private static boolean keeps(WhatsAppSessionSpec own) {
    return own.deletionPolicy() == DeletionPolicy.KEEP || own.unknown("spec.deletionPolicy");
  }

  private static boolean retains(WhatsAppSessionSpec own) {
    return own.unknown("spec.storage.retention")
        || retention(own.storage()).filter(VolumeRetention.RETAIN::equals).isPresent();
  }

  private static Optional<VolumeRetention> retention(@Nullable Storage storage) {
    return Optional.ofNullable(storage).map(Storage::retention);
  }
}

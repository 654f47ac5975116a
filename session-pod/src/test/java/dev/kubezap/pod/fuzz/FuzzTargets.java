package dev.kubezap.pod.fuzz;

import dev.kubezap.pod.api.ApiFuzz;
import dev.kubezap.pod.baileys.LinkUploadFuzz;
import dev.kubezap.pod.config.FolderFuzz;
import dev.kubezap.pod.config.SettingsFuzz;
import dev.kubezap.pod.identity.IdentityFuzz;
import dev.kubezap.pod.json.JsonFuzz;
import dev.kubezap.pod.picture.PictureFuzz;
import dev.kubezap.whatsapp.fuzz.FuzzSuite;
import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The targets of this module. */
public final class FuzzTargets implements FuzzSuite {
  private static final Map<String, Supplier<FuzzTarget>> ALL =
      Map.ofEntries(
          Map.entry("pod-api", ApiFuzz::new),
          Map.entry("pod-folder", FolderFuzz::new),
          Map.entry("pod-identity", IdentityFuzz::new),
          Map.entry("pod-json", JsonFuzz::new),
          Map.entry("pod-link", LinkUploadFuzz::new),
          Map.entry("pod-picture", PictureFuzz::new),
          Map.entry("pod-settings", SettingsFuzz::new));

  @Override
  public Map<String, Supplier<FuzzTarget>> all() {
    return new TreeMap<>(ALL);
  }
}

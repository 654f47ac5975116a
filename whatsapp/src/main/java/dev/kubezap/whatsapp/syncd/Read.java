package dev.kubezap.whatsapp.syncd;

import java.util.List;

/**
 * What a snapshot or a patch comes to.
 *
 * @param version the collection as it is then
 * @param mutations what was set and removed, in order
 */
public record Read(Version version, List<Mutation> mutations) {
  public Read {
    mutations = List.copyOf(mutations);
  }
}

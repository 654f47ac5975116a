package dev.kubezap.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;

/**
 * A cache's memory without the record of who wrote which field, which nobody here reads and which
 * is larger than most objects. One cache alone may use it: with several the one would take out what
 * the other put in.
 */
final class LeanStore<R extends HasMetadata> extends BasicItemStore<R> {

  LeanStore() {
    super(Cache::metaNamespaceKeyFunc);
  }

  @Override
  public R put(String key, R object) {
    object.getMetadata().setManagedFields(null);
    return super.put(key, object);
  }
}

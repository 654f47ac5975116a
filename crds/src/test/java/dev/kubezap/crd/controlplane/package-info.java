/** A real control plane for tests: etcd, API server and controllers as local processes. */
@NullMarked
package dev.kubezap.crd.controlplane;

import org.jspecify.annotations.NullMarked;

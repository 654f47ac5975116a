/** etcd, the API server and the controllers of Kubernetes as supervised processes on loopback. */
@NullMarked
package dev.kubezap.playground.controlplane;

import org.jspecify.annotations.NullMarked;

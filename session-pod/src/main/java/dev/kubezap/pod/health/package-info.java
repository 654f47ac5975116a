/** Three kinds of health, for the three probes of Kubernetes. */
@NullMarked
package dev.kubezap.pod.health;

import org.jspecify.annotations.NullMarked;

/**
 * Runs inside a pod's process that is tested: counts what the process does to the world around it,
 * and ends or holds the process exactly at one of these places.
 */
@NullMarked
package dev.kubezap.pod.crash.agent;

import org.jspecify.annotations.NullMarked;

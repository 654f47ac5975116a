/**
 * What the pod is told: environment variables that hold for the life of the process, and a folder
 * that is read anew while it runs.
 */
@NullMarked
package dev.kubezap.pod.config;

import org.jspecify.annotations.NullMarked;

/**
 * Files of messages: taken from callers and brought to the service's hosts, fetched from there and
 * kept on the volume, encrypted as they came.
 */
@NullMarked
package dev.kubezap.pod.media;

import org.jspecify.annotations.NullMarked;

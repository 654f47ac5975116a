/**
 * JSON as the API takes it: strict documents, and fields that are taken one by one until none is
 * left over.
 */
@NullMarked
package dev.kubezap.pod.json;

import org.jspecify.annotations.NullMarked;

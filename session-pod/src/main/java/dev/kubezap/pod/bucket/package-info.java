/**
 * Objects in a bucket that speaks the S3 protocol: put, read in parts, listed and removed, with
 * requests signed by AWS Signature Version 4. It knows nothing of what the objects are.
 */
@NullMarked
package dev.kubezap.pod.bucket;

import org.jspecify.annotations.NullMarked;

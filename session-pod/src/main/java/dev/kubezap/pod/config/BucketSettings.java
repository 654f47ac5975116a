package dev.kubezap.pod.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A bucket that speaks the S3 protocol.
 *
 * @param endpoint scheme, host and port of its server
 * @param region as its signatures name it
 * @param name of the bucket
 * @param prefix what the keys of all objects begin with; empty or ending in a slash
 * @param pathStyle whether the bucket's name is in the path; else it is in the host
 * @param accessKey tells which key it is
 * @param secretKey signs
 * @param authorities a PEM file of those to trust instead of the system's
 */
public record BucketSettings(
    URI endpoint,
    String region,
    String name,
    String prefix,
    boolean pathStyle,
    Secret accessKey,
    Secret secretKey,
    Optional<Path> authorities) {}

package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A bucket that speaks the S3 protocol.
 *
 * @param endpoint scheme, host and port of its server
 * @param region as its signatures name it
 * @param name of the bucket
 * @param prefix what the keys of all objects begin with
 * @param pathStyle whether the bucket's name is in the path; else it is in the host
 * @param credentialsSecretRef the Secret with the keys
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record MediaBucket(
    @JsonPropertyDescription(
            "Scheme, host and port of the server, such as https://s3.eu-central-1.amazonaws.com or http://minio.storage.svc:9000.")
        @Required
        @Size(min = 8, max = 512)
        @ValidationRule(
            value =
                "isURL(self) && url(self).getScheme() in ['http', 'https'] && url(self).getHostname() != ''",
            message = "write the bucket's endpoint as https://host or http://host:port")
        @ValidationRule(
            value = "self.matches('^https?://[^/?#@]+/?$')",
            message =
                "the bucket's endpoint is scheme, host and port alone: put the bucket into name, folders into prefix and keys into"
                    + " a Secret")
        String endpoint,
    @JsonPropertyDescription("Region as the server's signatures name it. Left out: us-east-1.")
        @Size(min = 1, max = 64)
        @Pattern("^[A-Za-z0-9-]+$")
        @Nullable String region,
    @JsonPropertyDescription("Name of the bucket.")
        @Required
        @Size(min = 3, max = 63)
        @Pattern("^[a-z0-9][a-z0-9.-]*[a-z0-9]$")
        String name,
    @JsonPropertyDescription(
            "Folders that the names of all objects begin with; the session's namespace and name follow. Left out: none.")
        @Size(min = 1, max = 255)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9_-]{1,63}(/[A-Za-z0-9_-]{1,63}){0,7}/?$')",
            message =
                "write the prefix as at most eight names of letters, digits, - and _, divided by /")
        @Nullable String prefix,
    @JsonPropertyDescription(
            "Whether the bucket's name is in the path of addresses, or else in the host. Left out: true.")
        @Nullable Boolean pathStyle,
    @JsonPropertyDescription(
            "Secret with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, as claims of buckets write them; ca.crt, if there is one, has"
                + " the certificate authorities to trust instead of the system's. The keys have to read, write, list and delete.")
        @Required
        SecretName credentialsSecretRef) {}

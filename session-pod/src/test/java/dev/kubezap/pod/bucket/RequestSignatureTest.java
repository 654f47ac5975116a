package dev.kubezap.pod.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Signatures are those that the service's documentation computes. */
class RequestSignatureTest {
  private static final BucketKeys KEYS =
      new BucketKeys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

  @Test
  void theExampleOfTheDocumentationIsSignedAlike() {
    String signature =
        RequestSignature.of(
            "GET",
            URI.create("https://examplebucket.s3.amazonaws.com/test.txt"),
            new TreeMap<>(
                Map.of(
                    "host",
                    "examplebucket.s3.amazonaws.com",
                    "range",
                    "bytes=0-9",
                    "x-amz-content-sha256",
                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                    "x-amz-date",
                    "20130524T000000Z")),
            "us-east-1",
            KEYS);

    assertThat(signature)
        .isEqualTo(
            "AWS4-HMAC-SHA256"
                + " Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  @Test
  void addressesHaveTheBucketInPathOrHost() {
    URI endpoint = URI.create("https://s3.example:443");

    assertThat(
            new BucketAddress(endpoint, "eu", "media", true)
                .of("a b/c", new TreeMap<>(Map.of("prefix", "x/y"))))
        .isEqualTo(URI.create("https://s3.example/media/a%20b/c?prefix=x%2Fy"));
    assertThat(new BucketAddress(endpoint, "eu", "media", false).of("c", new TreeMap<>()))
        .isEqualTo(URI.create("https://media.s3.example/c"));
  }

  @Test
  void keysAreNotTold() {
    assertThat(KEYS).hasToString("BucketKeys[…]");
  }
}

package dev.kubezap.whatsapp.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.MediaReference;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What hosts and senders say of places. */
class UploadAnswerTest {

  @Test
  void readsPlaceAndAddress() {
    assertThat(
            UploadAnswer.read(
                "{\"url\":\"https:\\/\\/mmg.whatsapp.net\\/v\\/1.enc?a=b\\u0026c=d\","
                    + " \"direct_path\" : \"\\/v\\/1.enc?a=b&c=d\",\"handle\":\"x\",\"n\":1}"))
        .contains(
            new UploadAnswer(
                "/v/1.enc?a=b&c=d",
                Optional.of("https://mmg.whatsapp.net/v/1.enc?a=b&c=d"),
                Optional.of("x")));
    assertThat(UploadAnswer.read("{\"direct_path\":\"/v/1\"}"))
        .contains(new UploadAnswer("/v/1", Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "<html>",
        "{\"url\":\"https://h/1\"}",
        "{\"direct_path\":7}",
        "{\"direct_path\":\"no-slash\"}",
        "{\"direct_path\":\"/with space\"}",
        "{\"direct_path\":\"/line\\nbreak\"}"
      })
  void findsNoPlace(String answer) {
    assertThat(UploadAnswer.read(answer)).isEmpty();
  }

  private static Optional<String> path(Optional<String> directPath, Optional<String> url) {
    return MediaPath.of(
        new MediaReference(
            Optional.empty(),
            0,
            ByteString.EMPTY,
            ByteString.EMPTY,
            ByteString.EMPTY,
            directPath,
            url));
  }

  @Test
  void senderChoosesPathAndNeverHost() {
    Optional<String> url = Optional.of("https://evil.example/v/2.enc?x=y");
    assertThat(path(Optional.of("/v/1.enc?a=b"), url)).contains("/v/1.enc?a=b");
    assertThat(path(Optional.empty(), url)).contains("/v/2.enc?x=y");
    assertThat(path(Optional.of("//evil.example/v"), Optional.empty())).isEmpty();
    assertThat(path(Optional.of("@evil.example/v"), Optional.empty())).isEmpty();
    assertThat(path(Optional.of("/v\r\nHost: x"), Optional.empty())).isEmpty();
    assertThat(path(Optional.empty(), Optional.of("mailto:x"))).isEmpty();
    assertThat(path(Optional.empty(), Optional.of("::"))).isEmpty();
    assertThat(path(Optional.empty(), Optional.empty())).isEmpty();
  }
}

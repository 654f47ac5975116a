package dev.kubezap.pod.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadParserTest {

  @Test
  void readsARequest() throws Exception {
    RequestHead head =
        parse("POST /api/v1/messages?wait=sent HTTP/1.1|Host: a|X-Key:  b |content-LENGTH: 12|");

    assertThat(head.method()).isEqualTo("POST");
    assertThat(head.path()).isEqualTo("/api/v1/messages");
    assertThat(head.query()).isEqualTo("wait=sent");
    assertThat(head.header("x-key")).contains("b");
    assertThat(head.bodyLength()).isEqualTo(12);
    assertThat(head.persistent()).isTrue();
  }

  @Test
  void takesTheAbsoluteFormThatProxiesSend() throws Exception {
    assertThat(parse("GET http://pod.example:8080/healthz?a HTTP/1.1|Host: a|").path())
        .isEqualTo("/healthz");
    assertThat(parse("GET https://pod.example HTTP/1.1|Host: a|").path()).isEqualTo("/");
  }

  @Test
  void endsTheConnectionWhenTheCallerWantsItOrIsOld() throws Exception {
    assertThat(parse("GET / HTTP/1.1|Host: a|Connection: x, Close|").persistent()).isFalse();
    assertThat(parse("GET / HTTP/1.0|").persistent()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          GET / HTTP/1.1|                                                        ; 400
          GET /| Host: a|                                                        ; 400
          GET  / HTTP/1.1|Host: a|                                               ; 400
          G\u0000T / HTTP/1.1|Host: a|                                           ; 400
          GET a HTTP/1.1|Host: a|                                                ; 400
          GET /\u00e9 HTTP/1.1|Host: a|                                          ; 400
          GET / HTTP/2.0|Host: a|                                                ; 505
          GET / HTTP/1.1|Host: a|Host: b|                                        ; 400
          GET / HTTP/1.1|Host : a|                                               ; 400
          GET / HTTP/1.1|Host: a| folded|                                        ; 400
          GET / HTTP/1.1|Host: a|X: a\u0001b|                                    ; 400
          GET / HTTP/1.1|Host: a|Content-Length: +1|                             ; 400
          GET / HTTP/1.1|Host: a|Content-Length: 1|Content-Length: 1|            ; 400
          GET / HTTP/1.1|Host: a|Content-Length: 99999999999999999999|           ; 400
          GET / HTTP/1.1|Host: a|Content-Length: 1|Transfer-Encoding: chunked|   ; 400
          GET / HTTP/1.1|Host: a|Transfer-Encoding: gzip, chunked|               ; 501
          GET / HTTP/1.0|Transfer-Encoding: chunked|                             ; 400
          """)
  void refusesWhatTwoProgramsCouldUnderstandInTwoWays(String head, int status) {
    assertThatThrownBy(() -> parse(head))
        .isInstanceOfSatisfying(
            RefusedRequestException.class, e -> assertThat(e.status()).isEqualTo(status));
  }

  @Test
  void takesEveryCharacterThatANameOrAPathMayHave() throws Exception {
    String token = "azAZ09!#$%&'*+-.^_`~";
    RequestHead head = parse(token + " /!~%09 HTTP/1.1|Host:a|" + token + ":\tx\u00e9~\t y|");

    assertThat(head.method()).isEqualTo(token);
    assertThat(head.path()).isEqualTo("/!~%09");
    assertThat(head.header(token.toLowerCase(Locale.ROOT))).contains("x\u00e9~\t y");
  }

  @Test
  void takesTheLongestLengthAndTheMostHeaders() throws Exception {
    assertThat(parse("GET / HTTP/1.1|Host: a|Content-Length: 9876543210|").bodyLength())
        .isEqualTo(9_876_543_210L);
    assertThat(parse("GET /? HTTP/1.1|Host: a|" + "X: y|".repeat(99)).query()).isEmpty();
  }

  @Test
  void tellsABodyFromNone() throws Exception {
    assertThat(parse("GET / HTTP/1.1|Host: a|").hasBody()).isFalse();
    assertThat(parse("GET / HTTP/1.1|Host: a|Content-Length: 0|").hasBody()).isFalse();
    assertThat(parse("GET / HTTP/1.1|Host: a|Content-Length: 1|").hasBody()).isTrue();
    RequestHead chunked = parse("GET / HTTP/1.1|Host: a|Transfer-Encoding: Chunked|");
    assertThat(chunked.bodyLength()).isEqualTo(RequestHead.CHUNKED);
    assertThat(chunked.hasBody()).isTrue();
  }

  @Test
  void refusesTooManyHeaders() {
    assertThatThrownBy(() -> parse("GET / HTTP/1.1|Host: a|" + "X: y|".repeat(100)))
        .isInstanceOfSatisfying(
            RefusedRequestException.class, e -> assertThat(e.status()).isEqualTo(431));
  }

  private static RequestHead parse(String lines) throws RefusedRequestException {
    return HeadParser.parse(lines.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }
}

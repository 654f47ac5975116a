package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.json.MalformedJsonException;
import dev.kubezap.whatsapp.content.QuotedMessage;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A request's hash is stored with its message: what an earlier version stored must be met again.
 */
final class SendCommandTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"text\",\"to\":\"+4915110000003\",\"text\":\"hello\"}"
            + "|{\"text\":\"hello\",\"to\":\"+4915110000003\",\"type\":\"text\"}",
        // Layout, order and ways to write a character are not told apart.
        "{ \"to\" : \"+4915110000003\", \"text\":\"Gr\\u00fc\\u00dfe \\ud83d\\ude00\\/\", \"type\":\"text\" }"
            + "|{\"text\":\"Grüße 😀/\",\"to\":\"+4915110000003\",\"type\":\"text\"}",
        "{\"type\":\"text\",\"to\":\"+4915110000003\",\"text\":\"\\u0001\\n\\\"\\\\\\u2028\\u007f\"}"
            + "|{\"text\":\"\\u0001\\n\\\"\\\\\u2028\u007f\",\"to\":\"+4915110000003\",\"type\":\"text\"}",
        "{\"type\":\"text\",\"to\":\"+4915110000003\",\"text\":\"x\",\"queue\":false,"
            + "\"metadata\":{\"b\":\"2\",\"B\":\"1\",\"a\":\"3\"},\"mentions\":[\"+4915110000004\"]}"
            + "|{\"mentions\":[\"+4915110000004\"],\"metadata\":{\"B\":\"1\",\"a\":\"3\",\"b\":\"2\"},"
            + "\"queue\":false,\"text\":\"x\",\"to\":\"+4915110000003\",\"type\":\"text\"}"
      })
  void hashIsThatOfTheSortedDocument(String body, String sorted) throws Exception {
    assertThat(hash(body)).isEqualTo(sha256(sorted));
  }

  @Test
  void otherWordsAreAnotherRequest() throws Exception {
    String body = "{\"type\":\"text\",\"to\":\"+4915110000003\",\"text\":\"hello\"}";

    assertThat(hash(body.replace("hello", "Hello"))).isNotEqualTo(hash(body));
  }

  private static ByteString hash(String body) throws MalformedJsonException {
    Request request =
        new Request(
            Map.of(),
            Map.of(),
            Map.of("idempotency-key", "key-1"),
            (ObjectNode) Json.read(body.getBytes(StandardCharsets.UTF_8)));
    return SendCommand.of(request, id -> Optional.empty())
        .request()
        .idempotency()
        .orElseThrow()
        .requestHash();
  }

  private static ByteString sha256(String text) throws NoSuchAlgorithmException {
    return ByteString.copyFrom(
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static final Jid ADA = Jid.phoneNumber("4915110000003");

  private static StoredMessage said(Jid chat, Jid sender, boolean fromMe) {
    return new StoredMessage(
        "m1",
        "3EB0",
        chat,
        Optional.empty(),
        sender,
        0,
        fromMe,
        Optional.empty(),
        FakeClient.NOW,
        TextContent.of("at sea"),
        TextContent.of("at sea").encode().toByteString(),
        MessageStatus.RECEIVED,
        Optional.empty(),
        Map.of());
  }

  private static Optional<QuotedMessage> quoted(StoredMessage message) throws Exception {
    String body =
        "{\"type\":\"text\",\"to\":\"+4915110000003\",\"text\":\"where?\","
            + "\"quotedMessageId\":\"m1\"}";
    Request request =
        new Request(
            Map.of(),
            Map.of(),
            Map.of(),
            (ObjectNode) Json.read(body.getBytes(StandardCharsets.UTF_8)));
    return SendCommand.of(request, _ -> Optional.of(message))
        .request()
        .content()
        .context()
        .quoted();
  }

  @Test
  void whatSomebodySaidElsewhereIsAnsweredToHim() throws Exception {
    assertThat(quoted(said(ADA, ADA, false)).orElseThrow().chat()).isEmpty();
    for (Jid chat : List.of(Jid.STATUS, Jid.group("120363001"))) {
      QuotedMessage quoted = quoted(said(chat, ADA, false)).orElseThrow();
      assertThat(quoted.chat()).contains(chat);
      assertThat(quoted.sender()).contains(ADA);
      assertThat(quoted.stanzaId()).isEqualTo("3EB0");
    }
    Jid eve = Jid.phoneNumber("4915110000004");
    for (StoredMessage other :
        List.of(
            said(Jid.STATUS, eve, false),
            said(Jid.STATUS, ADA, true),
            said(eve, ADA, false),
            said(Jid.of("120363001@newsletter"), ADA, false))) {
      assertThatThrownBy(() -> quoted(other)).isInstanceOf(ProblemException.class);
    }
  }
}

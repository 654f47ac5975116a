package dev.kubezap.pod.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.json.FieldError;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.content.AudioContent;
import dev.kubezap.whatsapp.content.ButtonsContent;
import dev.kubezap.whatsapp.content.ChoiceContent;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.ContactContent;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.DocumentContent;
import dev.kubezap.whatsapp.content.EventContent;
import dev.kubezap.whatsapp.content.GroupInviteContent;
import dev.kubezap.whatsapp.content.ImageContent;
import dev.kubezap.whatsapp.content.ListContent;
import dev.kubezap.whatsapp.content.LiveLocationContent;
import dev.kubezap.whatsapp.content.LocationContent;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.PollContent;
import dev.kubezap.whatsapp.content.ProtocolContent;
import dev.kubezap.whatsapp.content.StickerContent;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.content.UnknownContent;
import dev.kubezap.whatsapp.content.UnreadableContent;
import dev.kubezap.whatsapp.content.VideoContent;
import dev.kubezap.whatsapp.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers see of every kind, and what they say to send one. */
class MessageKindsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MessageContext NONE = MessageContext.NONE;
  private static final ByteString BYTES = ByteString.copyFrom(new byte[] {1, 2, 3});
  private static final MediaReference FILE =
      new MediaReference(
          Optional.of("image/png"), 17, BYTES, BYTES, BYTES, Optional.empty(), Optional.empty());
  private static final Instant AT = Instant.parse("2026-12-24T18:00:00Z");

  static Stream<Arguments> documents() {
    String media = "\"media\":{\"mimetype\":\"image/png\",\"size\":17,\"sha256\":\"010203\"";
    return Stream.of(
        Arguments.of(TextContent.of("hi"), "{\"type\":\"text\",\"text\":\"hi\"}"),
        Arguments.of(
            new ImageContent(FILE, Optional.of("us"), 4, 3, BYTES, true, NONE),
            "{\"type\":\"image\",\"caption\":\"us\",\"viewOnce\":true,"
                + media
                + ",\"width\":4,\"height\":3}}"),
        Arguments.of(
            new VideoContent(
                VideoContent.Form.NOTE, FILE, Optional.empty(), 9, 0, 0, BYTES, false, NONE),
            "{\"type\":\"videoNote\"," + media + ",\"duration\":9}}"),
        Arguments.of(
            new AudioContent(true, FILE, 5, ByteString.copyFrom(new byte[] {0, 99}), false, NONE),
            "{\"type\":\"voice\"," + media + ",\"duration\":5,\"waveform\":[0,99]}}"),
        Arguments.of(
            new DocumentContent(FILE, Optional.of("a.pdf"), Optional.empty(), BYTES, NONE),
            "{\"type\":\"document\"," + media + ",\"filename\":\"a.pdf\"}}"),
        Arguments.of(
            new StickerContent(FILE, true, 5, 5, NONE),
            "{\"type\":\"sticker\"," + media + ",\"width\":5,\"height\":5,\"animated\":true}}"),
        Arguments.of(
            new LocationContent(
                1.5, -2.25, Optional.of("Pier"), Optional.empty(), Optional.empty(), 0, NONE),
            "{\"type\":\"location\",\"location\":{\"latitude\":1.5,\"longitude\":-2.25,"
                + "\"name\":\"Pier\"}}"),
        Arguments.of(
            new LiveLocationContent(1.5, -2.25, 10, 0, 0, Optional.of("here"), NONE),
            "{\"type\":\"liveLocation\",\"location\":{\"latitude\":1.5,\"longitude\":-2.25,"
                + "\"accuracy\":10},\"caption\":\"here\"}"),
        Arguments.of(
            new ContactContent(List.of(new ContactContent.Card("Eva", "BEGIN:VCARD")), NONE),
            "{\"type\":\"contact\",\"contacts\":[{\"name\":\"Eva\",\"vcard\":\"BEGIN:VCARD\"}]}"),
        Arguments.of(
            new PollContent("Tea?", List.of("yes", "no"), 1, NONE),
            "{\"type\":\"poll\",\"poll\":{\"question\":\"Tea?\",\"options\":[\"yes\",\"no\"],"
                + "\"selectableCount\":1}}"),
        Arguments.of(
            new EventContent(
                "Tea",
                Optional.empty(),
                Optional.of(AT),
                Optional.empty(),
                Optional.empty(),
                true,
                NONE),
            "{\"type\":\"event\",\"event\":{\"name\":\"Tea\",\"startsAt\":\"2026-12-24T18:00:00Z\","
                + "\"cancelled\":true}}"),
        Arguments.of(
            new GroupInviteContent(
                Optional.of(Jid.group("1-2")),
                "c0de",
                Optional.of("Us"),
                Optional.empty(),
                Optional.empty(),
                NONE),
            "{\"type\":\"groupInvite\",\"groupInvite\":{\"code\":\"c0de\",\"groupId\":\"1-2@g.us\","
                + "\"groupName\":\"Us\"}}"),
        Arguments.of(
            new ListContent(
                Optional.of("Menu"),
                Optional.of("Choose"),
                Optional.empty(),
                Optional.empty(),
                List.of(
                    new ListContent.Section(
                        Optional.empty(),
                        List.of(new ListContent.Row("r1", "Tea", Optional.empty())))),
                NONE),
            "{\"type\":\"list\",\"text\":\"Choose\",\"list\":{\"title\":\"Menu\",\"sections\":[{"
                + "\"rows\":[{\"id\":\"r1\",\"title\":\"Tea\"}]}]}}"),
        Arguments.of(
            new ButtonsContent(
                Optional.empty(),
                Optional.of("Tea?"),
                Optional.empty(),
                List.of(new ButtonsContent.Button("b1", "Yes")),
                NONE),
            "{\"type\":\"buttons\",\"text\":\"Tea?\",\"buttons\":[{\"id\":\"b1\",\"text\":\"Yes\"}]}"),
        Arguments.of(
            new ChoiceContent("r1", Optional.of("Tea"), NONE),
            "{\"type\":\"choice\",\"choice\":{\"id\":\"r1\"},\"text\":\"Tea\"}"),
        Arguments.of(
            new UnknownContent("albumMessage"),
            "{\"type\":\"unknown\",\"unknown\":{\"name\":\"albumMessage\"}}"),
        Arguments.of(
            new UnreadableContent("no-session"),
            "{\"type\":\"unreadable\",\"unreadable\":{\"reason\":\"no-session\"}}"),
        Arguments.of(
            new ProtocolContent(3), "{\"type\":\"system\",\"system\":{\"kind\":\"protocol-3\"}}"));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyKindHasItsDocument(Content content, String document) throws Exception {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    MessageKinds.write(content, json);
    assertThat(JSON.readTree(json.toString())).isEqualTo(JSON.readTree(document));
    assertThat(content.toString()).doesNotContain("hi", "Tea", "Pier", "Eva", "c0de", "a.pdf");
  }

  private static Fields fields(String json) throws Exception {
    Fields fields = new Fields((ObjectNode) JSON.readTree(json));
    fields.text("type", 32);
    return fields;
  }

  private static Optional<Composable> sent(Fields fields, String type) {
    return MessageKinds.form(type).orElseThrow().read(type, fields, NONE);
  }

  @Test
  void aContactIsACardThatPhonesOpen() throws Exception {
    Fields fields =
        fields(
            "{\"type\":\"contact\",\"contacts\":[{\"name\":\"Eva; Co\",\"organization\":\"A,B\","
                + "\"phoneNumbers\":[\"+49 151 123\"]}]}");
    assertThat(sent(fields, "contact"))
        .contains(
            new ContactContent(
                List.of(
                    new ContactContent.Card(
                        "Eva; Co",
                        "BEGIN:VCARD\nVERSION:3.0\nN:;Eva\\; Co;;;\nFN:Eva\\; Co\nORG:A\\,B;\n"
                            + "TEL;type=CELL;type=VOICE;waid=49151123:+49151123\nEND:VCARD")),
                NONE));
    assertThat(fields.errors()).isEmpty();
  }

  @Test
  void aPollAllowsOneChoiceWhenNothingIsSaid() throws Exception {
    Fields fields = fields("{\"question\":\"Tea?\",\"options\":[\"yes\",\"no\"]}");
    assertThat(sent(fields, "poll"))
        .contains(new PollContent("Tea?", List.of("yes", "no"), 1, NONE));
    assertThat(fields.errors()).isEmpty();
  }

  @Test
  void aLinkIsShownAsTheCallerSays() throws Exception {
    Fields fields =
        fields(
            "{\"text\":\"see https://a.example\",\"linkPreview\":{\"url\":\"https://a.example\","
                + "\"title\":\"A\"}}");
    assertThat(sent(fields, "text"))
        .contains(
            new TextContent(
                "see https://a.example",
                Optional.of(
                    new TextContent.LinkPreview(
                        "https://a.example", Optional.of("A"), Optional.empty(), ByteString.EMPTY)),
                NONE));
    assertThat(fields.errors()).isEmpty();
  }

  @Test
  void aLinkIsShownWithTheCallersPicture() throws Exception {
    Fields fields =
        fields(
            "{\"text\":\"see https://a.example\",\"linkPreview\":{\"url\":\"https://a.example\","
                + "\"thumbnail\":\"/9j/4A==\"}}");
    assertThat(sent(fields, "text"))
        .contains(
            new TextContent(
                "see https://a.example",
                Optional.of(
                    new TextContent.LinkPreview(
                        "https://a.example",
                        Optional.empty(),
                        Optional.empty(),
                        ByteString.copyFrom(
                            new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0}))),
                NONE));
    assertThat(fields.errors()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "text | {} | text | is required",
        "text | {\"text\":\"a\",\"linkPreview\":\"yes\"} | linkPreview | must be none, auto, false, or"
            + " {url, title, description, thumbnail}",
        "text | {\"text\":\"a\",\"linkPreview\":{\"url\":\"a\",\"thumbnail\":\"*\"}} |"
            + " linkPreview.thumbnail | must be base64",
        "text | {\"text\":\"a\",\"linkPreview\":{\"url\":\"a\",\"thumbnail\":\"iVBORw==\"}} |"
            + " linkPreview.thumbnail | must be a JPEG",
        "text | {\"text\":\"a\",\"linkPreview\":{\"url\":\"b\"}} | linkPreview.url | must stand in"
            + " the text",
        "text | {\"text\":\"a\",\"linkPreview\":{}} | linkPreview.url | is required",
        "text | {\"text\":\"a\",\"linkPreview\":{\"url\":\"a\",\"x\":1}} | linkPreview.x | is not a"
            + " field of this request",
        "location | {\"longitude\":1} | latitude | is required",
        "location | {\"latitude\":90.5,\"longitude\":1} | latitude | must be a number from -90.0"
            + " to 90.0",
        "location | {\"latitude\":1,\"longitude\":\"x\"} | longitude | must be a number from"
            + " -180.0 to 180.0",
        "contact | {} | contacts | is required",
        "contact | {\"contacts\":[]} | contacts | must be a list of 1 to 100 objects",
        "contact | {\"contacts\":[7]} | contacts[0] | must be an object",
        "contact | {\"contacts\":[{\"name\":\"E\"}]} | contacts[0].phoneNumbers | must have a"
            + " number, or give vcard instead",
        "contact | {\"contacts\":[{\"name\":\"E\",\"phoneNumbers\":[\"x\"]}]} |"
            + " contacts[0].phoneNumbers[0] | must be a phone number such as +4915112345678",
        "contact | {\"contacts\":[{\"name\":\"E\",\"vcard\":\"x\"}]} | contacts[0].vcard | must"
            + " begin with BEGIN:VCARD",
        "poll | {\"question\":\"a\",\"options\":[\"b\"]} | options | must have 2 to 12 items",
        "poll | {\"question\":\"a\",\"options\":[\"b\",\"b\"]} | options | must differ from each"
            + " other",
        "poll | {\"question\":\"a\",\"options\":[\"b\",\"c\"],\"selectableCount\":3} |"
            + " selectableCount | must be a whole number from 0 to 2",
        "event | {\"name\":\"a\"} | startsAt | is required",
        "event | {\"name\":\"a\",\"startsAt\":\"noon\"} | startsAt | must be a time such as"
            + " 2026-11-01T12:00:00Z",
        "event | {\"name\":\"a\",\"startsAt\":\"2026-11-01T12:00:00Z\","
            + "\"endsAt\":\"2026-11-01T11:00:00Z\"} | endsAt | must not be before startsAt"
      })
  void whatIsWrongIsToldByItsField(String type, String json, String field, String message)
      throws Exception {
    Fields fields = fields(json);
    sent(fields, type);
    assertThat(fields.errors()).containsExactly(new FieldError(field, message));
  }
}

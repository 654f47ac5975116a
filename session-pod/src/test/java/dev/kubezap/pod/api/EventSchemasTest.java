package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.kubezap.pod.document.EventJson;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.store.Samples;
import dev.kubezap.whatsapp.event.AccountEvent;
import dev.kubezap.whatsapp.event.CallEvent;
import dev.kubezap.whatsapp.event.ConnectionEvent;
import dev.kubezap.whatsapp.event.EventKind;
import dev.kubezap.whatsapp.event.GroupEvent;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Call;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.Contact;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.model.Label;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.Presence;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What an event says is what is described, with all that it may say and with the least. */
class EventSchemasTest {
  private static final Instant AT = Instant.parse("2026-11-25T10:00:00Z");
  private static final Jid ADA = Jid.phoneNumber("4915110000002");
  private static final Jid GROUP = Jid.group("120363001");
  private static final StoredMessage TEXT = Samples.text(1, ADA, "hello");
  private static final MessageFailure FAILURE =
      new MessageFailure("refused", OptionalInt.of(463), "The chat is closed.");
  private static final List<GroupParticipant> PARTICIPANTS =
      List.of(
          new GroupParticipant(
              ADA, Optional.of(Jid.lid("7001")), GroupParticipant.Role.ADMIN, Optional.of("Ada")));
  private static final Group GARDEN =
      new Group(
          GROUP,
          "Garden",
          Optional.of("Peas"),
          Optional.of("D1"),
          Optional.of(ADA),
          Optional.of(AT),
          new Group.Settings(true, false, false, true, Duration.ofDays(7)),
          Group.Addressing.LID,
          Optional.of(Jid.group("120363002")),
          PARTICIPANTS);

  private final JsonNode document = OpenApiRoute.tree();

  /** Each with all members, then with as few as there may be. */
  private static List<List<SessionEvent>> samples() {
    Optional<MessageFailure> failed = Optional.of(FAILURE);
    Call call =
        new Call(
            "C1",
            ADA,
            ADA,
            false,
            true,
            Call.State.ENDED,
            AT,
            Optional.of(AT),
            Optional.of(Duration.ofMillis(80)),
            true);
    return List.of(
        List.of(
            new ConnectionEvent.PhaseChanged("Connecting", "Connected", Optional.of("logged-in")),
            new ConnectionEvent.PhaseChanged("Connecting", "Connected", Optional.empty())),
        List.of(new ConnectionEvent.QrChanged("2@a,b", AT)),
        List.of(new ConnectionEvent.PairingCodeIssued("ABCD-1234", AT)),
        List.of(
            new ConnectionEvent.Connected(ADA, Optional.of(Jid.lid("7001"))),
            new ConnectionEvent.Connected(ADA, Optional.empty())),
        List.of(new ConnectionEvent.Disconnected("428", "connection-closed")),
        List.of(new MessageEvent.Received(TEXT)),
        List.of(new MessageEvent.Sent(TEXT)),
        List.of(
            new MessageEvent.StatusChanged("m1", "S1", ADA, MessageStatus.FAILED, failed),
            new MessageEvent.StatusChanged("m1", "S1", ADA, MessageStatus.READ, Optional.empty())),
        List.of(
            new MessageEvent.Edited(
                TEXT,
                new MessageAdditions(
                    List.of(new MessageAdditions.Reaction(ADA, Optional.of("+1"), AT)),
                    List.of(new MessageAdditions.Revision(TEXT.encoded(), AT)),
                    Optional.empty(),
                    List.of()))),
        List.of(new MessageEvent.Deleted(TEXT, new MessageAdditions.Deletion(ADA, AT))),
        List.of(
            new MessageEvent.Reacted(
                TEXT, new MessageAdditions.Reaction(ADA, Optional.of("+1"), AT)),
            new MessageEvent.Reacted(
                TEXT, new MessageAdditions.Reaction(ADA, Optional.empty(), AT))),
        List.of(
            new MessageEvent.Pinned(TEXT, new MessageAdditions.Pin(ADA, Optional.of(AT), AT)),
            new MessageEvent.Pinned(TEXT, new MessageAdditions.Pin(ADA, Optional.empty(), AT))),
        List.of(
            new MessageEvent.Voted(TEXT, new MessageAdditions.Vote(ADA, List.of("yes"), AT)),
            new MessageEvent.Voted(TEXT, new MessageAdditions.Vote(ADA, List.of(), AT))),
        List.of(new MessageEvent.MediaReady(TEXT, Optional.empty(), Optional.empty())),
        List.of(new MessageEvent.ChangeFailed(TEXT, "reaction", FAILURE)),
        List.of(
            new GroupEvent.Created(GARDEN, Optional.of(ADA)),
            new GroupEvent.Created(GARDEN, Optional.empty())),
        List.of(
            new GroupEvent.Updated(
                GROUP, "subject", Optional.of("Peas"), Optional.of(ADA), Optional.of(GARDEN)),
            new GroupEvent.Updated(
                GROUP, "picture", Optional.empty(), Optional.empty(), Optional.empty())),
        List.of(
            new GroupEvent.ParticipantsChanged(
                GROUP, "added", PARTICIPANTS, Optional.of(ADA), Optional.of("invite")),
            new GroupEvent.ParticipantsChanged(
                GROUP, "added", PARTICIPANTS, Optional.empty(), Optional.empty())),
        List.of(
            new GroupEvent.JoinRequested(
                GROUP, "created", PARTICIPANTS, Optional.of(ADA), Optional.of("invite_link")),
            new GroupEvent.JoinRequested(
                GROUP, "created", PARTICIPANTS, Optional.empty(), Optional.empty())),
        List.of(
            new GroupEvent.ChangeFailed("g1", Optional.of(GROUP), "subject", FAILURE),
            new GroupEvent.ChangeFailed("g1", Optional.empty(), "create", FAILURE)),
        List.of(new CallEvent.Offered(call)),
        List.of(new CallEvent.Accepted(call)),
        List.of(new CallEvent.Rejected(call)),
        List.of(new CallEvent.Ended(call)),
        List.of(
            new AccountEvent.ContactUpdated(Contact.of(ADA, Optional.empty(), AT)),
            new AccountEvent.ContactUpdated(
                Contact.of(ADA, Optional.empty(), AT).withBusinessName("Ada's Shop"))),
        List.of(
            new AccountEvent.ChatUpdated(new Chat(ADA, Optional.empty(), Optional.of("A"), AT, 1))),
        List.of(new MessageEvent.Starred(TEXT, true)),
        List.of(new MessageEvent.Labelled(TEXT, Set.of("1"))),
        List.of(
            new AccountEvent.LabelUpdated(
                new Label(
                    "1",
                    "New",
                    2,
                    OptionalInt.of(1),
                    OptionalInt.of(3),
                    Optional.of("custom"),
                    true,
                    ByteString.EMPTY),
                true)),
        List.of(
            new AccountEvent.AppStateRead("regular", Optional.of("key-missing")),
            new AccountEvent.AppStateRead("regular", Optional.empty())),
        List.of(
            new AccountEvent.PresenceUpdated(
                ADA, ADA, new Presence(Presence.State.AVAILABLE, Optional.of(AT), AT))),
        List.of(history(Optional.of("x")), history(Optional.empty())),
        List.of(
            new ConnectionEvent.WebhookFailed(
                "crm",
                2,
                Optional.of(
                    new ConnectionEvent.WebhookFailed.GivenUp(
                        "e1", "message.received", 9, Optional.of(500), Optional.of("timeout")))),
            new ConnectionEvent.WebhookFailed("crm", 2, Optional.empty())));
  }

  private static AccountEvent.HistoryProgressed history(Optional<String> text) {
    return new AccountEvent.HistoryProgressed(
        "recent", 1, 50, 10, 1, 2, 3, 4, 5, text.map(_ -> ADA), text, text);
  }

  @Test
  void describesWhatEachEventSays() throws Exception {
    Set<EventKind> seen = EnumSet.noneOf(EventKind.class);
    List<String> wrong = new ArrayList<>();
    for (List<SessionEvent> variants : samples()) {
      for (SessionEvent event : variants) {
        EventKind kind = event.eventKind();
        seen.add(kind);
        for (ValidationMessage found : schemaOf(kind).validate(dataOf(event))) {
          wrong.add(kind.text() + ": " + found.getMessage());
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(seen).isEqualTo(EnumSet.allOf(EventKind.class));
  }

  /** The documents of events alone: no member is described that none says. */
  @Test
  void describesNothingElse() throws Exception {
    EventSchemas schemas = new EventSchemas(document);
    for (List<SessionEvent> variants : samples()) {
      EventKind kind = variants.getFirst().eventKind();
      JsonNode schema = document.at(schemas.reference(kind).substring(1));
      if (!schemas.reference(kind).endsWith("EventData") || kind == EventKind.MESSAGE_MEDIA_READY) {
        continue;
      }
      assertThat(names(schema.path("properties")))
          .as(kind.text().toLowerCase(Locale.ROOT))
          .isEqualTo(names(dataOf(variants.getFirst())));
      Set<String> required = new TreeSet<>();
      schema.path("required").forEach(name -> required.add(name.asText()));
      assertThat(required).as(kind.text()).isEqualTo(names(dataOf(variants.getLast())));
    }
  }

  /** An alien member is noticed: the schemas are closed. */
  @Test
  void noticesAMemberThatIsNotDescribed() throws Exception {
    ObjectNode data = (ObjectNode) dataOf(new ConnectionEvent.QrChanged("2@a", AT));

    assertThat(schemaOf(EventKind.SESSION_QR).validate(data.put("other", 1))).hasSize(1);
  }

  private JsonSchema schemaOf(EventKind kind) {
    String place = "https://kubezap.dev/openapi.json";
    return JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            factory ->
                factory.schemaLoaders(
                    loaders -> loaders.schemas(Map.of(place, document.toString()))))
        .getSchema(SchemaLocation.of(place + new EventSchemas(document).reference(kind)));
  }

  private static JsonNode dataOf(SessionEvent event) throws Exception {
    return Json.read(EventJson.of(event));
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}

package dev.kubezap.pod.e2e;

import com.google.protobuf.MessageLite;
import dev.kubezap.pod.crash.CrashAgent;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.phone.PhoneContent;
import dev.kubezap.simulator.phone.PhoneHistory;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.MessageKey;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.proto.ReactionMessage;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A session's short life beside texts: linked, with a history in files of the media host; pictures
 * both ways; a group in which everybody writes, and from which one goes; a reaction and an edit
 * both ways; what the account keeps about chats, set on both sides; ended in order, started again,
 * and pictures, the group and the chats once more.
 */
final class BreadthScenario implements CrashScenario {
  /** Of the history, the oldest last. */
  static final List<String> REMEMBERED = List.of("then 4", "then 3", "then 2", "then 1");

  private static final String A = Stage.PHONES.getFirst();
  private static final String B = Stage.PHONES.getLast();
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");
  private static final int EDIT = 14;

  private final Stage stage;
  private final Simulator simulator;
  private final CrashSteps steps;
  private final BreadthTraffic traffic;
  private String group = "";

  BreadthScenario(Stage stage) {
    this.stage = stage;
    simulator = stage.simulator();
    steps = new CrashSteps(stage);
    traffic = new BreadthTraffic(stage);
  }

  /** The stanza id of a text of the history. */
  static String idOfRemembered(String text) {
    return text.replace(' ', '-').toUpperCase(Locale.ROOT);
  }

  @Override
  public Lived live(CrashAgent.Order first, CrashAgent.Order second) throws Exception {
    remember();
    stage.pod().startMortal(first.variables());
    steps.awaitQr();
    int before = first.passed().size();
    Device companion = steps.link();
    traffic.awaitStored(REMEMBERED);
    traffic.pictureByApi(A, "out picture 1");
    traffic.pictureByPhone(A, "in picture 1");
    writeInAGroup(companion);
    changeMessages(companion);
    traffic.archiveByApi(B, true);
    traffic.pinByPhone(A, true);
    steps.quiet(companion);
    stage.pod().end();
    stage.pod().startMortal(second.variables());
    steps.awaitConnected(companion);
    traffic.pictureByPhone(A, "in picture 2");
    traffic.pictureByApi(A, "out picture 2");
    traffic.textByPhone(A, group, "in group 4");
    traffic.textByApi(List.of(A), group, "out group 4");
    traffic.archiveByApi(B, false);
    traffic.pinByPhone(A, false);
    steps.quiet(companion);
    return new Lived(companion, before);
  }

  @Override
  public String judge(Device companion) throws Exception {
    return new BreadthVerdict(stage, traffic, companion).pass();
  }

  private void remember() {
    PhoneHistory.Entry[] entries = new PhoneHistory.Entry[REMEMBERED.size()];
    for (int i = 0; i < entries.length; i++) {
      String text = REMEMBERED.get(i);
      entries[i] =
          PhoneHistory.Entry.text(idOfRemembered(text), i == 1, text, THEN.minusSeconds(i));
    }
    simulator.remember(
        Stage.OWN,
        PhoneHistory.inFiles(
            2,
            new PhoneHistory.Conversation(
                A + "@s.whatsapp.net", "Ada of the book", 1, List.of(entries))));
  }

  /** Keys are handed out by the first message of each, and again by the first without a member. */
  private void writeInAGroup(Device companion) {
    group = simulator.groups().create(A, "Group", Stage.OWN, B);
    traffic.textByApi(Stage.PHONES, group, "out group 1");
    traffic.textByPhone(A, group, "in group 1");
    traffic.textByPhone(B, group, "in group 2");
    traffic.textByApi(Stage.PHONES, group, "out group 2");
    simulator.groups().leave(B, group);
    steps.quiet(companion);
    traffic.textByApi(List.of(A), group, "out group 3");
    traffic.textByPhone(A, group, "in group 3");
  }

  private void changeMessages(Device companion) {
    BreadthTraffic.Sent out = traffic.textByApi(List.of(A), "+" + A, "out helo");
    String in = traffic.textByPhone(B, "", "in helo");
    traffic.editByApi(out, "out hello");
    MessageKey ours = key(out.stanzaId(), false);
    traffic.reactByPhone(
        A,
        out,
        content(
            Message.newBuilder()
                .setReactionMessage(
                    ReactionMessage.newBuilder()
                        .setKey(ours)
                        .setText(BreadthTraffic.THUMB)
                        .setSenderTimestampMs(System.currentTimeMillis()))
                .build(),
            "reaction",
            ""));
    traffic.editByPhone(
        B,
        in,
        content(
            Message.newBuilder()
                .setProtocolMessage(
                    ProtocolMessage.newBuilder()
                        .setKey(key(in, true))
                        .setType(EDIT)
                        .setTimestampMs(System.currentTimeMillis())
                        .setEditedMessage(Message.newBuilder().setConversation("in hello")))
                .build(),
            "text",
            "1"),
        "in hello");
    traffic.reactByApi(B, in);
    steps.quiet(companion);
  }

  private static MessageKey key(String id, boolean ofWriter) {
    return MessageKey.newBuilder()
        .setRemoteJid(Stage.OWN + "@s.whatsapp.net")
        .setFromMe(ofWriter)
        .setId(id)
        .build();
  }

  private static PhoneContent content(MessageLite message, String type, String edit) {
    return new PhoneContent(Bytes.of(message.toByteArray()), type, "", edit);
  }
}

package dev.kubezap.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.proto.SenderKeyMessage;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups as a companion sees them. */
class GroupsTest {
  private static final String OWN = "4915110000001";
  private static final String ADA = "4915110000002";
  private static final String EVE = "4915110000003";

  private Simulator simulator;
  private TestConnection connection;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(OWN, "Own", false);
    simulator.addAccount(ADA, "Ada", false);
    simulator.addAccount(EVE, "Eve", false);
    connection = TestCompanion.linked(simulator, OWN);
    connection.activate();
  }

  @AfterEach
  void stop() {
    assertThat(simulator.violations().list()).isEmpty();
    connection.close();
    simulator.close();
  }

  private String lid(String number) {
    return simulator.phone(number).account().lidJid().toString();
  }

  private static String pn(String number) {
    return number + "@s.whatsapp.net";
  }

  private Node ask(String id, String to, String type, Node child) {
    connection.send(
        Node.of("iq", child)
            .with("to", to)
            .with("type", type)
            .with("xmlns", "w:g2")
            .with("id", id));
    return connection.await(n -> n.tag().equals("iq") && n.attribute("id").equals(id));
  }

  private Node told(String change) {
    return connection.await(
        n ->
            n.tag().equals("notification")
                && n.attribute("type").equals("w:gp2")
                && n.child(change).isPresent());
  }

  private static Node query() {
    return Node.of("query").with("request", "interactive");
  }

  @Test
  void aGroupIsDescribedToItsParticipants() {
    String group = simulator.groups().create(ADA, "Garden", OWN);
    simulator.groups().description(ADA, group, "Tomatoes");
    Node create = told("create");
    assertThat(create.attribute("from")).isEqualTo(group);
    assertThat(create.attribute("participant")).isEqualTo(lid(ADA));
    assertThat(create.attribute("participant_pn")).isEqualTo(pn(ADA));
    assertThat(create.child("create").orElseThrow().attribute("type")).isEqualTo("new");

    Node found = ask("1", group, "get", query()).child("group").orElseThrow();
    assertThat(found.attribute("id") + "@g.us").isEqualTo(group);
    assertThat(found.attribute("subject")).isEqualTo("Garden");
    assertThat(found.attribute("addressing_mode")).isEqualTo("lid");
    assertThat(found.attribute("size")).isEqualTo("2");
    assertThat(found.child("description").orElseThrow().childData("body").toUtf8())
        .isEqualTo("Tomatoes");
    assertThat(found.all("participant"))
        .extracting(
            p -> p.attribute("jid"), p -> p.attribute("phone_number"), p -> p.attribute("type"))
        .containsExactly(tuple(lid(ADA), pn(ADA), "superadmin"), tuple(lid(OWN), pn(OWN), ""));

    Node all = ask("2", "@g.us", "get", Node.of("participating", Node.of("participants")));
    assertThat(all.child("groups").orElseThrow().all("group")).containsExactly(found);
  }

  @Test
  void onlyParticipantsAndAdminsMayAsk() {
    String group = simulator.groups().create(ADA, "Garden", EVE);
    assertThat(code(ask("1", group, "get", query()))).isEqualTo("403");
    assertThat(code(ask("2", "999@g.us", "get", query()))).isEqualTo("404");
    simulator.groups().add(ADA, group, OWN);
    told("create");
    assertThat(code(ask("3", group, "get", Node.of("invite")))).isEqualTo("401");
    simulator.groups().lock(ADA, group, true);
    Node rename = Node.of("subject", Bytes.utf8("Mine"));
    assertThat(code(ask("4", group, "set", rename))).isEqualTo("403");
    simulator.groups().lock(ADA, group, false);
    assertThat(ask("5", group, "set", rename).attribute("type")).isEqualTo("result");
    assertThat(told("subject").child("subject").orElseThrow().attribute("subject"))
        .isEqualTo("Mine");
    assertThatThrownBy(() -> simulator.groups().remove(OWN, group, EVE))
        .hasMessageContaining("403");
    assertThatThrownBy(() -> simulator.groups().remove(EVE, group, ADA))
        .hasMessageContaining("403");
  }

  private static String code(Node answer) {
    return answer.child("error").orElseThrow().attribute("code");
  }

  @Test
  void ofEachParticipantIsSaidWhetherItWorked() {
    simulator
        .world()
        .locking(() -> simulator.phone(EVE).account().privacy().put("groupadd", "contacts"));
    Node create =
        Node.of(
                "create",
                Node.of("participant").with("jid", pn(ADA)),
                Node.of("participant").with("jid", pn(EVE)),
                Node.of("participant").with("jid", "4915119999999@s.whatsapp.net"))
            .with("subject", "Garden")
            .with("key", "K");
    Node group = ask("1", "@g.us", "set", create).child("group").orElseThrow();
    assertThat(group.all("participant"))
        .extracting(p -> p.attribute("jid"), p -> p.attribute("error"))
        .containsExactly(
            tuple(lid(OWN), ""),
            tuple(lid(ADA), ""),
            tuple(lid(EVE), "403"),
            tuple("4915119999999@s.whatsapp.net", "404"));
    assertThat(group.all("participant").get(2).child("add_request").orElseThrow().has("code"))
        .isTrue();
    told("create");
    Node add = Node.of("add", Node.of("participant").with("jid", lid(ADA)));
    Node answer = ask("2", group.attribute("id") + "@g.us", "set", add);
    assertThat(
            answer.child("add").orElseThrow().child("participant").orElseThrow().attribute("error"))
        .isEqualTo("409");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMessageGoesToEveryDeviceOfEveryParticipant(boolean byLid) {
    simulator.groups().addressNew(byLid);
    String group = simulator.groups().create(ADA, "Garden", OWN, EVE);
    try (TestConnection ada = TestCompanion.linked(simulator, ADA)) {
      ada.activate();
      Node ack = send(group, "3EB001", byLid ? "lid" : "pn", "2:wrong123");
      assertThat(ack.has("error")).isFalse();
      assertThat(ack.attribute("phash")).startsWith("2:").isNotEqualTo("2:wrong123");
      Node message = ada.await(n -> n.tag().equals("message") && n.has("participant"));
      assertThat(message.attribute("from")).isEqualTo(group);
      Jid own = connection.companion.jid();
      Jid ownLid = Jid.lid(simulator.phone(OWN).account().lid(), own.device());
      assertThat(message.attribute("participant")).isEqualTo((byLid ? ownLid : own).toString());
      assertThat(message.attribute(byLid ? "participant_pn" : "participant_lid"))
          .isEqualTo(byLid ? pn(OWN) : lid(OWN));
      assertThat(message.child("enc").orElseThrow().attribute("type")).isEqualTo("skmsg");

      ada.send(
          Node.of("receipt")
              .with("to", group)
              .with("participant", message.attribute("participant"))
              .with("id", "3EB001")
              .with("type", "read"));
      Node read =
          connection.await(n -> n.tag().equals("receipt") && n.attribute("type").equals("read"));
      assertThat(read.attribute("from")).isEqualTo(group);
      assertThat(read.jid("participant").orElseThrow().user())
          .isEqualTo(byLid ? simulator.phone(ADA).account().lid() : ADA);
      assertThat(send(group, "3EB002", byLid ? "pn" : "lid", "").attribute("error"))
          .isEqualTo("421");
    }
  }

  @Test
  void whoMayNotWriteIsRefused() {
    String group = simulator.groups().create(ADA, "Garden", OWN);
    simulator.groups().announce(ADA, group, true);
    assertThat(send(group, "3EB001", "lid", "").attribute("error")).isEqualTo("405");
    simulator.groups().remove(ADA, group, OWN);
    assertThat(send(group, "3EB002", "lid", "").attribute("error")).isEqualTo("403");
    assertThat(send("77@g.us", "3EB003", "lid", "").attribute("error")).isEqualTo("404");
  }

  private Node send(String group, String id, String mode, String hash) {
    SenderKeyMessage body =
        SenderKeyMessage.newBuilder()
            .setId(7)
            .setIteration(Integer.parseInt(id.substring(3)))
            .setCiphertext(Bytes.utf8("c").toProto())
            .build();
    Bytes whole =
        Bytes.concat(Bytes.of((byte) 0x33), Bytes.of(body.toByteString()), Bytes.of(new byte[64]));
    connection.send(
        Node.of("message", Node.of("enc", whole).with("v", 2).with("type", "skmsg"))
            .with("to", group)
            .with("id", id)
            .with("type", "text")
            .with("addressing_mode", mode)
            .withNonEmpty("phash", hash));
    return connection.await(n -> n.tag().equals("ack") && n.attribute("id").equals(id));
  }

  @Test
  void whoAsksByALinkIsLetInByAnAdmin() {
    String group = simulator.groups().create(OWN, "Garden");
    String code = simulator.groups().invite(OWN, group);
    simulator.groups().joinApproval(OWN, group, true);
    simulator.groups().join(ADA, code);
    Node told =
        told("created_membership_requests").child("created_membership_requests").orElseThrow();
    assertThat(told.child("requested_user").orElseThrow().attribute("jid")).isEqualTo(lid(ADA));
    Node requests = ask("1", group, "get", Node.of("membership_approval_requests"));
    assertThat(requests.children().getFirst().children()).hasSize(1);
    Node approve =
        Node.of(
            "membership_requests_action",
            Node.of("approve", Node.of("participant").with("jid", lid(ADA))));
    ask("2", group, "set", approve);
    assertThat(
            told("add")
                .child("add")
                .orElseThrow()
                .child("participant")
                .orElseThrow()
                .attribute("jid"))
        .isEqualTo(lid(ADA));
    simulator.groups().renewInvite(OWN, group);
    assertThat(code(ask("3", "@g.us", "get", Node.of("invite").with("code", code))))
        .isEqualTo("410");
    assertThat(code(ask("4", "@g.us", "get", Node.of("invite").with("code", "nonsense"))))
        .isEqualTo("406");
  }
}

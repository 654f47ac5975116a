package dev.kubezap.whatsapp.contact;

import dev.kubezap.whatsapp.device.Usync;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Turn;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The question which phone numbers are on WhatsApp (PROTOCOL 8 and PROTOCOL-2026 0, usync {@code
 * contact}). Accounts come back under their LIDs, beside their numbers.
 */
final class NumberQuery {
  private static final int SID_BYTES = 8;

  private NumberQuery() {}

  /**
   * What the service said of a number.
   *
   * @param asked the digits that were asked for
   * @param exists whether an account has it
   * @param phone the number's jid as the service writes it, which may differ from what was asked
   * @param lid the account's LID, when told
   */
  record Told(String asked, boolean exists, Optional<Jid> phone, Optional<Jid> lid) {}

  /**
   * @param numbers digits, not empty
   */
  static Node of(List<String> numbers, Turn turn) {
    List<Node> users =
        numbers.stream()
            .map(digits -> Node.of("user", Node.of("contact").withText("+" + digits)))
            .toList();
    List<Node> protocols =
        List.of(Node.of("contact").with("addressing_mode", "lid"), Node.of("lid"));
    return Usync.query(
        "interactive", protocols, users, HexFormat.of().formatHex(turn.random().next(SID_BYTES)));
  }

  /** What an answer says of each number; of what it does not mention, that nobody has it. */
  static List<Told> read(List<String> numbers, Node iq) {
    Map<String, Told> told = new HashMap<>();
    for (Node user : Usync.users(iq)) {
      Optional<Jid> jid = user.jid("jid").map(Jid::account);
      Optional<Jid> phone =
          user.jid("pn_jid").map(Jid::account).or(() -> jid).filter(Jid::isPhoneNumber);
      Optional<Jid> lid =
          user.child("lid")
              .flatMap(node -> node.jid("val"))
              .map(Jid::account)
              .or(() -> jid)
              .filter(Jid::isLid);
      Optional<Node> contact = user.child("contact");
      Optional<String> asked =
          contact
              .flatMap(Node::text)
              .map(text -> text.replaceAll("[^0-9]", ""))
              .filter(text -> !text.isEmpty())
              .or(() -> phone.map(Jid::user));
      boolean exists =
          contact
              .flatMap(node -> node.attribute("type"))
              .map(type -> type.equals("in"))
              .orElse(lid.isPresent());
      asked.ifPresent(
          digits ->
              told.put(digits, new Told(digits, exists, phone, exists ? lid : Optional.empty())));
    }
    return numbers.stream()
        .map(
            digits ->
                told.getOrDefault(
                    digits, new Told(digits, false, Optional.empty(), Optional.empty())))
        .toList();
  }
}

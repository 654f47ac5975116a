package dev.kubezap.whatsapp.group;

import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.node.Node;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether something worked with one participant.
 *
 * @param code what the service says: 200 when it worked, 403 when he must be invited, 404 when he
 *     is not there, 408 when he left lately, 409 when it was so already
 * @param inviteCode what invites him, when only he himself can join
 * @param inviteExpiresAt until when
 */
public record ParticipantAnswer(
    GroupParticipant participant,
    int code,
    Optional<String> inviteCode,
    Optional<Instant> inviteExpiresAt) {
  private static final int DONE = 200;

  /** Whether it worked. */
  public boolean isDone() {
    return code == DONE;
  }

  /** The answers below a node. */
  static List<ParticipantAnswer> read(Node parent) {
    return parent.children("participant").stream()
        .flatMap(node -> GroupNode.participant(node).map(one -> of(one, node)).stream())
        .toList();
  }

  private static ParticipantAnswer of(GroupParticipant participant, Node node) {
    Optional<Node> request = node.child("add_request");
    return new ParticipantAnswer(
        participant,
        (int) Math.clamp(node.number("error").orElse(DONE), 0, 9999),
        request.flatMap(add -> add.attribute("code")),
        request.flatMap(add -> add.time("expiration")));
  }

  /** Hides the code. */
  @Override
  public String toString() {
    return "ParticipantAnswer[" + participant.jid() + " " + code + "]";
  }
}

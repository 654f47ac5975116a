package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.document.GroupJson;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Request;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.group.ParticipantAnswer;
import dev.kubezap.whatsapp.jid.Jid;
import java.util.List;

/** What the routes of groups have in common. */
final class GroupCalls {
  private final ServiceCalls calls;

  GroupCalls(Session session) {
    calls = new ServiceCalls(session);
  }

  /**
   * The group that the path names.
   *
   * @throws ProblemException 422 when it names none
   */
  static Jid id(Request request) {
    return id(request, "id");
  }

  /**
   * The group that a part of the path names.
   *
   * @throws ProblemException 422 when it names none
   */
  static Jid id(Request request, String name) {
    return Recipient.parse(request.path(name))
        .filter(Jid::isGroup)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.invalid(
                        name, "must be the id of a group, such as 120363012345678901@g.us")));
  }

  /**
   * What a request is answered by; 404 when there is no such group, or link.
   *
   * @throws ProblemException as {@link ServiceCalls#given}
   */
  <A> A given(ServiceRequest<A> request) throws InterruptedException {
    ServiceAnswer<A> answer = calls.ask(request);
    if (answer instanceof ServiceAnswer.Impossible<A>(String code, String detail)) {
      throw new ProblemException(
          code.equals("already-in-group")
              ? Problem.conflict(code, "This account is in the group", detail)
              : Problem.of(404, code, "Not found", detail));
    }
    return calls.value(answer);
  }

  /** Whether something worked with each of some people. */
  static ArrayNode results(List<ParticipantAnswer> answers) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (ParticipantAnswer answer : answers) {
      ObjectNode one = array.addObject();
      GroupJson.name(answer.participant(), one)
          .put("ok", answer.isDone())
          .put("code", answer.code());
      if (!answer.isDone()) {
        one.put("reason", reason(answer.code()));
      }
      answer.inviteCode().ifPresent(code -> one.put("inviteCode", code));
      answer.inviteExpiresAt().ifPresent(at -> one.put("inviteExpiresAt", at.toString()));
    }
    return array;
  }

  /** What WhatsApp's code about a participant means. */
  static String reason(int code) {
    return switch (code) {
      case 401 -> "blocked-this-account";
      case 403 -> "invite-needed";
      case 404 -> "not-there";
      case 406 -> "is-the-creator";
      case 408 -> "left-recently";
      case 409 -> "already-so";
      case 417 -> "cannot-be-added";
      case 500 -> "group-is-full";
      default -> "refused";
    };
  }
}

package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.document.GroupJson;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.group.ParticipantAnswer;
import dev.kubezap.whatsapp.groupchange.GroupChangeRequest;
import dev.kubezap.whatsapp.jid.Jid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the routes of groups have in common. */
final class GroupCalls {
  private final ServiceCalls calls;
  private final GroupChangeIds ids = new GroupChangeIds();

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
    return possible(calls.ask(request));
  }

  private <A> A possible(ServiceAnswer<A> answer) {
    if (answer instanceof ServiceAnswer.Impossible<A>(String code, String detail)) {
      throw new ProblemException(
          code.equals("already-in-group")
              ? Problem.conflict(code, "This account is in the group", detail)
              : code.equals("queue-full")
                  ? Problem.of(422, code, "The request cannot be carried out", detail)
                  : Problem.of(404, code, "Not found", detail));
    }
    return calls.value(answer);
  }

  /** Whether a change is to wait for a connection when there is none. */
  static boolean queue(Query query) {
    boolean queue = query.flag("queue").orElse(false);
    query.finish();
    return queue;
  }

  /**
   * What a change of a group is answered by; empty when it is stored and goes on by itself, which
   * {@code queued} is told.
   *
   * @throws ProblemException as {@link #given}
   */
  @SuppressWarnings("unchecked") // it is answered as the change itself
  private <A> Optional<A> changed(
      Request request, boolean queue, ServiceRequest<A> change, ArrayNode queued)
      throws InterruptedException {
    ServiceAnswer<A> answer =
        (ServiceAnswer<A>)
            calls.ask(
                new GroupChangeRequest(
                    ids.next(), change, queue, request.header(RequestKey.HEADER)));
    if (answer instanceof ServiceAnswer.Queued<A>(String id)) {
      queued.add(id);
      return Optional.empty();
    }
    return Optional.of(possible(answer));
  }

  /**
   * The answer to a request for one change.
   *
   * @param done makes it once it is done
   * @throws ProblemException as {@link #given}
   */
  <A> Reply change(
      Request request, boolean queue, ServiceRequest<A> change, Function<A, Reply> done)
      throws InterruptedException {
    return changes(request, queue, List.of(change), _ -> {}, all -> done.apply(all.getFirst()));
  }

  /**
   * The answer to a request for some changes, which are made one after another.
   *
   * @param each told after each that is done, or queued
   * @param done makes it once all are done
   * @throws ProblemException as {@link #given}; the changes before it are made
   */
  <A> Reply changes(
      Request request,
      boolean queue,
      List<? extends ServiceRequest<A>> changes,
      Consumer<ServiceRequest<A>> each,
      Function<List<A>, Reply> done)
      throws InterruptedException {
    ArrayNode queued = JsonNodeFactory.instance.arrayNode();
    List<A> all = new ArrayList<>();
    for (ServiceRequest<A> change : changes) {
      changed(request, queue, change, queued).ifPresent(all::add);
      each.accept(change);
    }
    return queued.isEmpty() ? done.apply(all) : queued(queued);
  }

  /** Some of it is stored, and goes on by itself. */
  private static Reply queued(ArrayNode ids) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("changeIds", ids);
    return Reply.json(202, json.put("status", "queued"));
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

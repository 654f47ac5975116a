package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.document.ChatJson;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The documents of chats, with their newest messages and what is known of their groups. */
final class ChatDocuments {
  private final Session session;
  private final Archive archive;

  ChatDocuments(Session session, Archive archive) {
    this.session = session;
    this.archive = archive;
  }

  /** Those of these chats, by their ids. */
  Map<Jid, ObjectNode> of(List<Chat> chats) {
    List<Jid> ids = chats.stream().map(Chat::id).toList();
    Map<Jid, StoredMessage> last = archive.lastMessages(ids);
    Page page =
        new Page(
            last,
            archive.additions(last.values().stream().map(StoredMessage::id).toList()),
            archive.groups(ids),
            session.snapshot());
    Map<Jid, ObjectNode> documents = new HashMap<>();
    chats.forEach(chat -> documents.put(chat.id(), page.document(chat)));
    return documents;
  }

  /** What was read of a page of chats. */
  private record Page(
      Map<Jid, StoredMessage> last,
      Map<String, MessageAdditions> additions,
      Map<Jid, Group> groups,
      SessionSnapshot me) {

    ObjectNode document(Chat chat) {
      StoredMessage message = last.get(chat.id());
      ObjectNode json =
          message == null
              ? ChatJson.of(chat)
              : ChatJson.of(
                  chat, message, additions.getOrDefault(message.id(), MessageAdditions.NONE));
      Optional.ofNullable(groups.get(chat.id()))
          .ifPresent(group -> ChatJson.put(json, group, mayWrite(group)));
      return json;
    }

    private Optional<Boolean> mayWrite(Group group) {
      List<Jid> names = Stream.concat(me.jid().stream(), me.lid().stream()).toList();
      Optional<GroupParticipant> self =
          group.participants().stream().filter(one -> names.stream().anyMatch(one::is)).findFirst();
      return names.isEmpty()
          ? Optional.empty()
          : Optional.of(
              self.filter(one -> !group.settings().announce() || one.role().isAdmin()).isPresent());
    }
  }
}

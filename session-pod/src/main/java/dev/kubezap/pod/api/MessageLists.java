package dev.kubezap.pod.api;

import dev.kubezap.pod.document.MessageJson;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.store.MessageQuery;
import dev.kubezap.pod.store.Slice;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Lists of messages: what of them is wanted, and their documents as the messages are now. */
final class MessageLists {
  private static final String METADATA = "metadata.";

  private final Archive archive;

  MessageLists(Archive archive) {
    this.archive = archive;
  }

  /**
   * What is wanted.
   *
   * @param counted whether the answer says how many there are in all
   */
  record Wanted(MessageQuery query, PageRequest page, boolean counted) {
    Wanted in(Jid chat) {
      return new Wanted(query.in(chat), page, counted);
    }
  }

  /** Reads the parameters that every list of messages has. */
  Wanted wanted(Query query) {
    MessageQuery filter =
        new MessageQuery(
            Optional.empty(),
            query.oneOf("direction", List.of("in", "out")).map("out"::equals),
            query.parsed(
                "type",
                text ->
                    text.matches("[A-Za-z]{1,64}") ? Optional.of(text) : Optional.<String>empty(),
                "must be a type of message, such as text"),
            query.constant("status", MessageStatus.class),
            query.parsed("sender", Recipient::parse, Recipient.RULE),
            query.time("from"),
            query.time("to"),
            query.parsed(
                "stanzaId",
                text ->
                    text.matches("[\\x21-\\x7E]{1,128}")
                        ? Optional.of(text)
                        : Optional.<String>empty(),
                "must be a stanza id"),
            metadata(query),
            query
                .oneOf("deleted", List.of("include", "exclude", "only"))
                .filter(which -> !which.equals("include"))
                .map("only"::equals),
            query.flag("starred"),
            edge(query, "before"),
            edge(query, "after"));
    PageRequest page = query.skippingPage();
    return new Wanted(filter, page, query.flag("total").orElse(false));
  }

  private Optional<MessageQuery.Edge> edge(Query query, String name) {
    return query.parsed(
        name,
        text ->
            Times.parse(text)
                .map(at -> new MessageQuery.Edge(at, Optional.empty()))
                .or(
                    () ->
                        archive
                            .message(text)
                            .map(
                                message ->
                                    new MessageQuery.Edge(
                                        message.timestamp(), Optional.of(message.id())))),
        "must be the id of a stored message, or a time");
  }

  private static Optional<MessageQuery.Metadata> metadata(Query query) {
    Map<String, String> pairs = query.beginningWith(METADATA);
    if (pairs.size() > 1) {
      query.wrong(METADATA + "*", "can be asked for one name at a time");
    }
    return pairs.entrySet().stream()
        .findFirst()
        .map(pair -> new MessageQuery.Metadata(pair.getKey(), pair.getValue()));
  }

  Reply reply(Wanted wanted) {
    Map<String, MessageAdditions> additions = new HashMap<>();
    return Pages.reply(
        () -> {
          Slice<StoredMessage> found = archive.messages(wanted.query(), wanted.page());
          additions.putAll(
              archive.additions(found.items().stream().map(StoredMessage::id).toList()));
          return found;
        },
        message ->
            MessageJson.of(message, additions.getOrDefault(message.id(), MessageAdditions.NONE)),
        wanted.counted() ? OptionalLong.of(archive.count(wanted.query())) : OptionalLong.empty());
  }
}

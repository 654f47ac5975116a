package dev.kubezap.pod.document;

import dev.kubezap.whatsapp.content.ButtonsContent;
import dev.kubezap.whatsapp.content.ChoiceContent;
import dev.kubezap.whatsapp.content.ContactContent;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.EventContent;
import dev.kubezap.whatsapp.content.GroupInviteContent;
import dev.kubezap.whatsapp.content.ListContent;
import dev.kubezap.whatsapp.content.LocationContent;
import dev.kubezap.whatsapp.content.Media;
import dev.kubezap.whatsapp.content.PollContent;
import dev.kubezap.whatsapp.content.TextContent;
import java.util.Optional;

/** The line by which a list of chats shows a message. */
final class Preview {
  /** In code points. */
  private static final int LONGEST = 100;

  private Preview() {}

  /** Empty for what has no words, such as a sticker. */
  static Optional<String> of(Content content) {
    Optional<String> words =
        switch (content) {
          case TextContent text -> Optional.of(text.text());
          case Media media -> media.caption();
          case LocationContent location -> location.name();
          case ContactContent contact ->
              contact.cards().stream().findFirst().map(ContactContent.Card::name);
          case PollContent poll -> Optional.of(poll.question());
          case EventContent event -> Optional.of(event.name());
          case GroupInviteContent invite -> invite.groupName();
          case ListContent list -> list.title().or(list::text);
          case ButtonsContent buttons -> buttons.text();
          case ChoiceContent choice -> choice.text();
          default -> Optional.empty();
        };
    return words.filter(text -> !text.isEmpty()).map(Preview::cut);
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
  }
}

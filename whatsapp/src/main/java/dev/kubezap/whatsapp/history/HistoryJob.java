package dev.kubezap.whatsapp.history;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.HistoryPlace;
import java.util.Optional;

/**
 * A part of the phone's history that is being stored.
 *
 * @param stanzaId the notification's, which its receipt names
 * @param phone who sent it
 * @param inline its deflated bytes; empty when they are a file
 * @param file where they are else
 * @param requestId what it answers, when it was asked for
 * @param place how far it is stored
 * @param stored what is stored of it
 * @param failures how often in a row it could not be read
 * @param settled whether all of it is stored, and only its receipt is left
 */
record HistoryJob(
    String stanzaId,
    Jid phone,
    HistoryKind kind,
    int chunk,
    int progress,
    ByteString inline,
    Optional<MediaReference> file,
    Optional<String> requestId,
    HistoryPlace place,
    Stored stored,
    int failures,
    boolean settled) {

  /**
   * Counts.
   *
   * @param messages that were stored
   * @param known messages that were there before
   * @param chats that were not there before
   * @param contacts that got a name
   * @param leftOut what is no message that anybody sees, such as a notice of the phone's
   * @param unreadable what is no message at all; it is kept as it came
   */
  record Stored(
      long messages, long known, long chats, long contacts, long leftOut, long unreadable) {
    static final Stored NOTHING = new Stored(0, 0, 0, 0, 0, 0);

    Stored plus(Stored more) {
      return new Stored(
          messages + more.messages,
          known + more.known,
          chats + more.chats,
          contacts + more.contacts,
          leftOut + more.leftOut,
          unreadable + more.unreadable);
    }
  }

  HistoryJob at(HistoryPlace next, Stored more) {
    return new HistoryJob(
        stanzaId,
        phone,
        kind,
        chunk,
        progress,
        inline,
        file,
        requestId,
        next,
        stored.plus(more),
        0,
        settled);
  }

  HistoryJob failed() {
    return new HistoryJob(
        stanzaId,
        phone,
        kind,
        chunk,
        progress,
        inline,
        file,
        requestId,
        place,
        stored,
        failures + 1,
        settled);
  }

  /** All of it is stored: its bytes are not needed any more. */
  HistoryJob end() {
    return new HistoryJob(
        stanzaId,
        phone,
        kind,
        chunk,
        progress,
        ByteString.EMPTY,
        Optional.empty(),
        requestId,
        place,
        stored,
        0,
        true);
  }

  /** Leaves out what it says. */
  @Override
  public String toString() {
    return "HistoryJob[" + kind + " " + chunk + " " + place + "]";
  }
}

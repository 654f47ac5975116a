package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session does of its own accord. The pod learns changes while it runs.
 *
 * @param markOnline whether it shows itself as available while it is connected
 * @param readReceipts whether senders are told that their messages were read
 * @param typing whether chats are shown that the account types before each text
 * @param rejectCalls whether calls are refused as they come
 * @param ignore chats whose messages are neither stored nor delivered
 * @param messagesPerMinute how many messages it sends in a minute on average
 * @param burst how many of them at once after a pause
 * @param newChatsPerDay to how many people without a chat it writes in 24 hours
 * @param history how much of the phone's history is asked for and stored
 * @param downloadMedia the types of messages whose files are fetched as they come
 * @param downloadMaxMiB how large such a file may be
 * @param retention how long what messages say is kept
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "!has(self.burst) || has(self.messagesPerMinute)",
    message = "burst says how far messagesPerMinute may be exceeded: give both, or neither",
    fieldPath = ".burst")
@ValidationRule(
    value = "!has(self.downloadMaxMiB) || has(self.downloadMedia)",
    message = "downloadMaxMiB is of the files of downloadMedia: give both, or neither",
    fieldPath = ".downloadMaxMiB")
public record Behaviour(
    @JsonPropertyDescription(
            "Whether the account is shown as online while the session is connected. Left out: true. With false phones go on"
                + " to notify their user.")
        @Nullable Boolean markOnline,
    @JsonPropertyDescription(
            "Whether senders are told that their messages were read here. Left out: true. The account's own devices always are.")
        @Nullable Boolean readReceipts,
    @JsonPropertyDescription(
            "Whether a chat is shown that the account types before each text, for as long as the text may take, at most 10 s."
                + " Left out: false.")
        @Nullable Boolean typing,
    @JsonPropertyDescription("Whether calls are refused as they come. Left out: false.")
        @Nullable Boolean rejectCalls,
    @JsonPropertyDescription(
            "Chats whose messages are acknowledged, and neither stored nor delivered.")
        @Size(max = 3)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<IgnoredChats> ignore,
    @JsonPropertyDescription(
            "How many messages are sent in a minute on average, in irregular distances. Left out: as many as there are.")
        @ValidationRule(
            value = "self >= 1 && self <= 600",
            message = "messagesPerMinute is a number from 1 to 600")
        @Nullable Integer messagesPerMinute,
    @JsonPropertyDescription(
            "How many messages are sent at once after a pause, with messagesPerMinute. Left out: 5.")
        @ValidationRule(
            value = "self >= 1 && self <= 100",
            message = "burst is a number from 1 to 100")
        @Nullable Integer burst,
    @JsonPropertyDescription(
            "To how many people with whom there is no chat yet a first message is sent in any 24 hours; further ones wait."
                + " Left out: to any number.")
        @ValidationRule(
            value = "self >= 1 && self <= 1000",
            message = "newChatsPerDay is a number from 1 to 1000")
        @Nullable Integer newChatsPerDay,
    @JsonPropertyDescription(
            "How much of what the phone knows from before the link is stored: none (only who is who), recent, or full (a year)."
                + " Left out: recent. What the phone is asked for counts when the session is linked.")
        @Nullable HistoryDepth history,
    @JsonPropertyDescription(
            "The types of messages whose files are fetched as they come, checked and kept; the event message.media-ready tells each."
                + " Left out: none; a file is fetched when somebody asks for it.")
        @Size(max = 8)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<MediaType> downloadMedia,
    @JsonPropertyDescription(
            "How many MiB a file may have that is fetched so; larger ones are left where they are. Left out: 100.")
        @ValidationRule(
            value = "self >= 1 && self <= 2048",
            message = "downloadMaxMiB is a number from 1 to 2048")
        @Nullable Integer downloadMaxMiB,
    @JsonPropertyDescription(
            "How long what messages say is kept, in days such as P90D; what is older is erased by itself. Left out: for ever.")
        @Size(max = 6)
        @ValidationRule(
            value = "self.matches('^P[1-9][0-9]{0,3}D$')",
            message = "write retention in days, from P1D to P9999D")
        @Nullable String retention) {

  /** A list that is left out is not an empty one: the class may fill it. */
  public Behaviour {
    ignore = ignore == null ? null : List.copyOf(ignore);
    downloadMedia = downloadMedia == null ? null : List.copyOf(downloadMedia);
  }
}

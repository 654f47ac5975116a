package dev.kubezap.whatsapp.message;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.MessageKey;
import dev.kubezap.whatsapp.proto.PeerDataOperationRequestMessage;
import dev.kubezap.whatsapp.proto.PeerDataOperationRequestResponseMessage;
import dev.kubezap.whatsapp.proto.PeerDataOperationResult;
import dev.kubezap.whatsapp.proto.PlaceholderMessageResendRequest;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.proto.WebMessageInfo;
import java.util.List;
import java.util.Optional;

/** Asks our own phone for a message, and reads its answer (PROTOCOL 14, PROTOCOL-2026 5). */
final class PhoneRequest {
  /** The type of the protocol message that asks. */
  static final int REQUEST = 16;

  /** The type of the one that answers. */
  static final int RESPONSE = 17;

  private static final int PLACEHOLDER_MESSAGE_RESEND = 4;

  private PhoneRequest() {}

  static Message message(Missing missing) {
    MessageKey.Builder key =
        MessageKey.newBuilder()
            .setRemoteJid(missing.peer().toString())
            .setFromMe(missing.fromMe())
            .setId(missing.stanzaId());
    missing
        .participant()
        .flatMap(Jid::parse)
        .filter(_ -> !missing.fromMe())
        .ifPresent(jid -> key.setParticipant(jid.account().toString()));
    PeerDataOperationRequestMessage request =
        PeerDataOperationRequestMessage.newBuilder()
            .setPeerDataOperationRequestType(PLACEHOLDER_MESSAGE_RESEND)
            .addPlaceholderMessageResendRequest(
                PlaceholderMessageResendRequest.newBuilder().setMessageKey(key))
            .build();
    return Message.newBuilder()
        .setProtocolMessage(
            ProtocolMessage.newBuilder()
                .setType(REQUEST)
                .setPeerDataOperationRequestMessage(request))
        .build();
  }

  /**
   * The messages in an answer; those that the phone does not have, or that are damaged, are not.
   */
  static List<WebMessageInfo> answered(PeerDataOperationRequestResponseMessage response) {
    return response.getPeerDataOperationRequestType() == PLACEHOLDER_MESSAGE_RESEND
        ? response.getPeerDataOperationResultList().stream()
            .flatMap(result -> message(result).stream())
            .toList()
        : List.of();
  }

  private static Optional<WebMessageInfo> message(PeerDataOperationResult result) {
    try {
      return Optional.of(
              WebMessageInfo.parseFrom(
                  result.getPlaceholderMessageResendResponse().getWebMessageInfoBytes()))
          .filter(info -> info.hasMessage() && info.hasKey());
    } catch (InvalidProtocolBufferException e) {
      // No message: it stays missing, and is asked for again when it is due.
      return Optional.empty();
    }
  }
}

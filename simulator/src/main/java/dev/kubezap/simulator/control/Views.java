package dev.kubezap.simulator.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kubezap.simulator.message.Accepted;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.server.Connection;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.simulator.world.Device;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The answers of the control API; simulator/README.md explains the fields. */
final class Views {
  private Views() {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Info(String webSocketUrl, String controlUrl, String noiseRoot, @Nullable String caPem) {}

  record AccountView(
      String number,
      String phoneNumber,
      String lid,
      String pushName,
      boolean echo,
      boolean passkeyRequired,
      Addressing addressing,
      List<CompanionView> companions) {
    static AccountView of(Account account, boolean echo) {
      return new AccountView(
          account.phoneNumber(),
          "+" + account.phoneNumber(),
          account.lid(),
          account.pushName(),
          echo,
          account.passkeyRequired(),
          account.addressing(),
          account.companions().stream().map(CompanionView::of).toList());
    }
  }

  record CompanionView(
      int device,
      String jid,
      String lid,
      int keyIndex,
      boolean connected,
      boolean online,
      int pending,
      int preKeys,
      int logins) {
    static CompanionView of(Device device) {
      return new CompanionView(
          device.id(),
          device.phoneNumberJid().toString(),
          device.lidJid().toString(),
          device.keyIndex(),
          device.mailbox().link() != null,
          device.mailbox().isLive(),
          device.mailbox().pending().size(),
          device.keys().availableIds().size(),
          device.logins());
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record MessageView(
      String id,
      PhoneMessage.Direction direction,
      String from,
      String to,
      String peer,
      String device,
      String text,
      @Nullable String content,
      Instant at,
      int timesDelivered,
      int duplicates,
      boolean read,
      List<DeliveryView> deliveries) {
    static MessageView of(String own, PhoneMessage message, Optional<Accepted> accepted) {
      boolean out = message.direction() == PhoneMessage.Direction.OUT;
      return new MessageView(
          message.id(),
          message.direction(),
          out ? own : message.peer(),
          out ? message.peer() : own,
          message.peer(),
          message.device(),
          message.text(),
          message.content().size() == 0 ? null : message.content().toBase64(),
          message.at(),
          message.timesDelivered(),
          message.duplicates(),
          message.read(),
          accepted
              .map(a -> a.deliveries().stream().map(DeliveryView::of).toList())
              .orElse(List.of()));
    }
  }

  record DeliveryView(String device, int copies, Set<String> receipts) {
    static DeliveryView of(Accepted.Delivery delivery) {
      return new DeliveryView(
          delivery.device(), delivery.copies(), Set.copyOf(delivery.receipts()));
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ConnectionView(long id, String remote, String state, @Nullable String device) {
    static ConnectionView of(Connection connection) {
      return new ConnectionView(
          connection.id(),
          connection.remote(),
          connection.state(),
          connection.device().map(Device::toString).orElse(null));
    }
  }
}

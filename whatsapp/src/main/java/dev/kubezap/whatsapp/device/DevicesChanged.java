package dev.kubezap.whatsapp.device;

import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An account's devices or its identity changed: what was cached about them is forgotten, so that
 * the next message asks anew.
 *
 * <p>Notifications {@code devices}, {@code account_sync} with devices, and {@code encrypt} with
 * {@code identity} (PROTOCOL 11).
 */
public final class DevicesChanged implements Step<Node, DevicesChanged.Gathered> {

  /** The two names of the account, as far as they are known. */
  public record Gathered(Optional<Jid> phone, Optional<Jid> lid) {}

  @Override
  public Gathered gather(Work<Node> work, StateReader state, Turn turn) {
    Optional<Jid> account = work.input().jid("from").map(Jid::account).filter(Jid::isUser);
    Optional<Jid> told = work.input().jid("lid").map(Jid::account).filter(Jid::isLid);
    Optional<Jid> phone =
        account
            .filter(Jid::isPhoneNumber)
            .or(() -> account.flatMap(a -> state.read(new PhoneOfLid(a))));
    Optional<Jid> lid =
        account
            .filter(Jid::isLid)
            .or(() -> told)
            .or(() -> phone.flatMap(number -> state.read(new LidOfPhone(number))));
    return new Gathered(phone, lid);
  }

  @Override
  public Outcome decide(Work<Node> work, Gathered gathered, Turn turn) {
    Node notification = work.input();
    Outcome.Builder outcome = Outcome.builder();
    Set<Jid> accounts = new LinkedHashSet<>();
    gathered.phone().ifPresent(accounts::add);
    gathered.lid().ifPresent(accounts::add);
    accounts.forEach(account -> outcome.change(new Change.Remove(new DeviceListKey(account))));
    if (notification.child("identity").isPresent()) {
      // The phone was set up anew: what was agreed with the old one opens nothing any more.
      accounts.forEach(
          account ->
              outcome.change(
                  new Change.Remove(new SessionKey(Address.of(account, Optional.empty())))));
    }
    removedDevices(notification)
        .forEach(
            device ->
                accounts.forEach(
                    account ->
                        outcome.change(
                            new Change.Remove(
                                new SessionKey(
                                    Address.of(
                                        account.withDevice(device.device()), Optional.empty()))))));
    Acknowledgement.of(notification).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome.build();
  }

  private static Stream<Jid> removedDevices(Node notification) {
    return notification.children("remove").stream()
        .flatMap(remove -> remove.children("device").stream())
        .flatMap((Node device) -> device.jid("jid").stream())
        .filter(device -> device.device() != 0);
  }
}

package dev.kubezap.simulator.pairing;

import dev.kubezap.simulator.context.Notifications;
import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.KeyPair;
import dev.kubezap.simulator.iq.IqException;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.DeviceLink;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Links companions by the code that a user types into the phone. Called with the lock held. */
public final class LinkCodes {
  private static final Duration VALIDITY = Duration.ofMinutes(3);
  private static final int MAX_TRIES = 3;
  private static final int REF_SIZE = 16;
  private static final String DISPLAY =
      ".{1,60} \\((Windows|Mac OS|Linux|Ubuntu|Chrome OS|Android|iOS)\\)";

  private final ServerContext context;
  private final PairingDesk desk;
  private final Map<Account, Attempt> live = new HashMap<>();

  /** The codes of a server, whose desk makes the offers. */
  LinkCodes(ServerContext context, PairingDesk desk) {
    this.context = context;
    this.desk = desk;
  }

  private static final class Attempt {
    final Registration registration;
    final Bytes ref;
    final Bytes wrappedCompanionKey;
    final Instant expiresAt;
    int tries;
    @Nullable PrimaryLinkCode primary;
    CompletableFuture<Device> linked = new CompletableFuture<>();

    Attempt(Registration registration, Bytes ref, Bytes wrappedCompanionKey, Instant expiresAt) {
      this.registration = registration;
      this.ref = ref;
      this.wrappedCompanionKey = wrappedCompanionKey;
      this.expiresAt = expiresAt;
    }
  }

  /** A companion's request of namespace md. */
  public Node request(Registration registration, Node request) {
    return switch (request.attribute("stage")) {
      case "companion_hello" -> hello(registration, request);
      case "companion_finish" -> finish(registration, request);
      default -> throw IqException.of(400);
    };
  }

  private Node hello(Registration registration, Node request) {
    Account account =
        request
            .jid("jid")
            .flatMap(jid -> context.world().account(jid))
            .orElseThrow(() -> IqException.of(400));
    Bytes wrapped = request.childData("link_code_pairing_wrapped_companion_ephemeral_pub");
    Bytes noiseKey = request.childData("companion_server_auth_key_pub");
    String display = request.childData("companion_platform_display").toUtf8();
    String platform = request.childData("companion_platform_id").toUtf8();
    Bytes nonce = request.childData("link_code_pairing_nonce");
    boolean validNonce = nonce.equals(Bytes.of((byte) 0)) || nonce.equals(Bytes.utf8("0"));
    if (wrapped.size() != 80
        || !noiseKey.equals(registration.noiseKey())
        || !display.matches(DISPLAY)
        || !platform.matches("[1-9a-m]")
        || !validNonce) {
      context.violations().add("companion-hello", registration.link(), request.toString());
      throw IqException.of(400);
    }
    Bytes ref = context.randomBytes(REF_SIZE);
    // A second code for a number silently replaces the first.
    live.put(account, new Attempt(registration, ref, wrapped, context.now().plus(VALIDITY)));
    return Node.of("link_code_companion_reg", Node.of("link_code_pairing_ref", ref))
        .with("stage", "companion_hello");
  }

  /** The user of an account types a code. */
  public CompletableFuture<Device> enter(Account account, KeyPair identityKey, String code) {
    Attempt attempt = live.get(account);
    if (attempt == null || !context.now().isBefore(attempt.expiresAt)) {
      throw new PairingException("No companion waits for a code of " + account.phoneNumber());
    }
    if (++attempt.tries > MAX_TRIES) {
      live.remove(account);
      throw new PairingException("Too many tries: ask the companion for a new code");
    }
    PrimaryLinkCode primary =
        PrimaryLinkCode.begin(code, attempt.wrappedCompanionKey, identityKey, context.random());
    attempt.primary = primary;
    attempt.linked = new CompletableFuture<>();
    Node hello =
        Node.of(
                "link_code_companion_reg",
                Node.of(
                    "link_code_pairing_wrapped_primary_ephemeral_pub",
                    primary.wrappedEphemeralKey()),
                Node.of("primary_identity_pub", identityKey.publicKey()),
                Node.of("link_code_pairing_ref", attempt.ref))
            .with("stage", "primary_hello");
    attempt
        .registration
        .link()
        .deliver(
            Notifications.stanza(
                    Jid.SERVER, "link_code_companion_reg", context.newId(), context.now())
                .plus(hello));
    return attempt.linked;
  }

  private Node finish(Registration registration, Node request) {
    Map.Entry<Account, Attempt> entry =
        live.entrySet().stream()
            .filter(e -> e.getValue().registration.link().equals(registration.link()))
            .findFirst()
            .orElseThrow(() -> IqException.of(400));
    Attempt attempt = entry.getValue();
    PrimaryLinkCode primary = attempt.primary;
    if (primary == null
        || !request.childData("link_code_pairing_ref").equals(attempt.ref)
        || !request.childData("companion_identity_public").equals(registration.keys().identity())) {
      context.violations().add("companion-finish", registration.link(), request.toString());
      throw IqException.of(400);
    }
    primary
        .finish(
            request.childData("link_code_pairing_wrapped_key_bundle"),
            registration.keys().identity())
        .ifPresentOrElse(
            advSecret -> succeed(entry.getKey(), attempt, primary, advSecret),
            () ->
                attempt.linked.completeExceptionally(
                    new PairingException("The code is wrong: look at the companion again")));
    return Node.of("link_code_companion_reg").with("stage", "companion_finish");
  }

  private void succeed(Account account, Attempt attempt, PrimaryLinkCode primary, Bytes advSecret) {
    live.remove(account);
    // After the answer to companion_finish, which leaves first.
    context.after(
        Duration.ZERO,
        () -> {
          CompletableFuture<Device> _ =
              desk.offer(attempt.registration, account, primary.identityKey(), advSecret)
                  .whenComplete((device, failure) -> pass(attempt.linked, device, failure));
        });
  }

  private static void pass(
      CompletableFuture<Device> to, @Nullable Device device, @Nullable Throwable failure) {
    if (device != null) {
      to.complete(device);
    } else if (failure != null) {
      to.completeExceptionally(failure);
    }
  }

  /** Whether a code of this connection may still be typed. */
  public boolean isLive(DeviceLink link) {
    return live.values().stream()
        .anyMatch(a -> a.registration.link().equals(link) && context.now().isBefore(a.expiresAt));
  }

  /** The connection ended. */
  void close(DeviceLink link) {
    live.values()
        .removeIf(
            attempt -> {
              boolean ended = attempt.registration.link().equals(link);
              if (ended) {
                attempt.linked.completeExceptionally(
                    new PairingException("The companion disconnected"));
              }
              return ended;
            });
  }
}

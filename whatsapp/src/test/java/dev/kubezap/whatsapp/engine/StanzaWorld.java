package dev.kubezap.whatsapp.engine;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.account.StateOwnerKey;
import dev.kubezap.whatsapp.call.CallKey;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.device.DeviceList;
import dev.kubezap.whatsapp.device.DeviceListKey;
import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.group.GroupKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Call;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.pairing.PairingAttempt;
import dev.kubezap.whatsapp.pairing.PairingAttemptKey;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.signal.LocalIdentity;
import dev.kubezap.whatsapp.signal.PreKeyBundle;
import dev.kubezap.whatsapp.signal.RemoteIdentityKey;
import dev.kubezap.whatsapp.signal.SignalAddress;
import dev.kubezap.whatsapp.signal.SignalException;
import dev.kubezap.whatsapp.signal.SignedPreKey;
import dev.kubezap.whatsapp.signal.X3dh;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A session with some past for hostile stanzas to meet: a peer {@code 1@s.whatsapp.net} with a
 * Signal session, a message {@code A} to it that is on its way, one {@code B} that came from it, a
 * group {@code 9@g.us} of both, a call that rings; and a device that waits to be paired.
 */
final class StanzaWorld {
  static final Jid PEER = Jid.phoneNumber("1");
  static final Jid GROUP = Jid.group("9");
  private final SeededBytes random = new SeededBytes(11);
  private final Instant now;
  private final DeviceIdentity identity;
  private final MemoryStore paired = new MemoryStore();
  private final MemoryStore unpaired = new MemoryStore();

  StanzaWorld(Instant now) {
    this.now = now;
    KeyPair key = Curve25519.generate(random);
    LocalIdentity local = new LocalIdentity(key, 77);
    SignedPreKey signed = SignedPreKey.generate(1, local, random);
    identity =
        new DeviceIdentity(
            DeviceIdentity.Pairing.ACTIVE,
            Curve25519.generate(random),
            key,
            local.registrationId(),
            List.of(
                new DeviceIdentity.SignedPreKeyRecord(
                    signed.id(), signed.keyPair(), signed.signature(), now)),
            Jid.phoneNumber("2").withDevice(3),
            Optional.of(Jid.lid("5").withDevice(3)),
            ByteString.copyFromUtf8("signed"),
            "android",
            Optional.empty(),
            now);
    try {
      paired.commit(
          List.of(
              new Change.Put<>(new StateOwnerKey(), key.publicKey()),
              new Change.Put<>(
                  new SessionKey(new SignalAddress(PEER.toString(), 0)),
                  X3dh.initiate(local, bundle(), Optional.empty(), random)),
              new Change.Put<>(
                  new DeviceListKey(PEER),
                  new DeviceList(List.of(new DeviceList.Device(0, 0, false)))),
              new Change.Put<>(new GroupKey(GROUP), group()),
              new Change.Put<>(new CallKey("call"), new CallKey.Known(call(), PEER, PEER)),
              new Change.PutMessage(message("00000000-0000-7000-8000-00000000000a", "A", true)),
              new Change.PutMessage(message("00000000-0000-7000-8000-00000000000b", "B", false)),
              new Change.PutOutgoing(
                  new OutgoingMessage(
                      "00000000-0000-7000-8000-00000000000a",
                      "A",
                      PEER,
                      Message.newBuilder().setConversation("text").build().toByteString(),
                      now,
                      Set.of(PEER),
                      Set.of())),
              new Change.PutPrepared(
                  new PreparedStanza(
                      1,
                      "00000000-0000-7000-8000-00000000000a",
                      "A",
                      ByteString.copyFrom(NodeEncoder.encode(Node.of("message").with("id", "A"))),
                      ""))));
      unpaired.commit(
          List.of(new Change.Put<>(new PairingAttemptKey(), PairingAttempt.begin(random, now))));
    } catch (FencedException | SignalException e) {
      throw new IllegalStateException(e);
    }
  }

  DeviceIdentity identity() {
    return identity;
  }

  /** A copy of the state of the paired device. */
  MemoryStore paired() {
    return paired.copy();
  }

  /** A copy of the state of the device that waits to be paired. */
  MemoryStore unpaired() {
    return unpaired.copy();
  }

  private Group group() {
    return new Group(
        GROUP,
        "Garden",
        Optional.empty(),
        Optional.empty(),
        Optional.of(PEER),
        Optional.of(now),
        new Group.Settings(false, false, false, false, Duration.ZERO),
        Group.Addressing.PHONE_NUMBER,
        Optional.empty(),
        List.of(
            new GroupParticipant(
                PEER, Optional.empty(), GroupParticipant.Role.SUPERADMIN, Optional.empty()),
            new GroupParticipant(
                identity.jid().account(),
                Optional.of(Jid.lid("5")),
                GroupParticipant.Role.ADMIN,
                Optional.empty())));
  }

  private Call call() {
    return new Call(
        "call",
        PEER,
        PEER,
        false,
        false,
        Call.State.RINGING,
        now,
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private PreKeyBundle bundle() {
    LocalIdentity peer = new LocalIdentity(Curve25519.generate(random), 5);
    SignedPreKey signed = SignedPreKey.generate(9, peer, random);
    return new PreKeyBundle(
        5,
        new RemoteIdentityKey(peer.identity().publicKey()),
        new PreKeyBundle.Signed(9, signed.keyPair().publicKey(), signed.signature()),
        Optional.empty());
  }

  private StoredMessage message(String id, String stanzaId, boolean fromMe) {
    return new StoredMessage(
        id,
        stanzaId,
        PEER,
        Optional.empty(),
        fromMe ? identity.jid().account() : PEER,
        0,
        fromMe,
        Optional.empty(),
        now,
        TextContent.of("text"),
        Message.newBuilder().setConversation("text").build().toByteString(),
        fromMe ? MessageStatus.PREPARED : MessageStatus.RECEIVED,
        Optional.empty(),
        Map.of());
  }
}

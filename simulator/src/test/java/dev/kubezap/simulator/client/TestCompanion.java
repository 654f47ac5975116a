package dev.kubezap.simulator.client;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Curve25519;
import dev.kubezap.simulator.crypto.Digests;
import dev.kubezap.simulator.crypto.KeyPair;
import dev.kubezap.simulator.crypto.XEdDsa;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.proto.AdvDeviceIdentity;
import dev.kubezap.simulator.proto.AdvSignedDeviceIdentity;
import dev.kubezap.simulator.proto.AdvSignedDeviceIdentityHmac;
import dev.kubezap.simulator.proto.ClientPayload;
import dev.kubezap.simulator.signal.SignalStore;
import dev.kubezap.simulator.world.Device;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;

/** A companion's lasting keys, and what it says to be linked and to log in. */
final class TestCompanion {
  private final SecureRandom random = new SecureRandom();
  private Simulator simulator;
  final KeyPair noiseKey = Curve25519.generate(random);
  final SignalStore signal = SignalStore.generate(random);
  private Bytes advSecret = Digests.sha256(noiseKey.publicKey());
  private boolean hosted;
  private Jid jid = Jid.SERVER;
  private Bytes identity = Bytes.EMPTY;

  TestCompanion(Simulator simulator) {
    this.simulator = simulator;
  }

  /** The same companion with another server. */
  TestCompanion at(Simulator other) {
    simulator = other;
    return this;
  }

  /** Connects, is scanned by the phone of a number, and logs in. */
  static TestConnection linked(Simulator simulator, String number) {
    TestCompanion companion = new TestCompanion(simulator);
    companion.link(number);
    return companion.logIn();
  }

  TestConnection register() {
    ClientPayload.DevicePairingData data =
        ClientPayload.DevicePairingData.newBuilder()
            .setRegistrationId(Bytes.number(signal.registrationId(), 4).toProto())
            .setKeyType(Bytes.of((byte) 5).toProto())
            .setIdentity(signal.identity().publicKey().toProto())
            .setSignedPrekeyId(Bytes.number(signal.signedPreKeyId(), 3).toProto())
            .setSignedPrekeyValue(signal.signedPreKey().publicKey().toProto())
            .setSignedPrekeySignature(signal.signedPreKeySignature().toProto())
            .build();
    return connect(ClientPayload.newBuilder().setPassive(false).setDevicePairingData(data).build());
  }

  private TestConnection connect(ClientPayload payload) {
    return new TestConnection(this, simulator.webSocketUrl(), simulator.noiseRoot(), payload);
  }

  String qr(Node pairDevice) {
    Bytes ref = pairDevice.child("pair-device").orElseThrow().children().getFirst().content();
    return String.join(
        ",",
        ref.toUtf8(),
        noiseKey.publicKey().toBase64(),
        signal.identity().publicKey().toBase64(),
        advSecret.toBase64(),
        "1");
  }

  /** Gives the secret up that earlier QR codes show. */
  void renewSecret() {
    advSecret = Digests.sha256(advSecret);
  }

  /** Whether it was linked as a hosted device. */
  boolean isHosted() {
    return hosted;
  }

  Device link(String number) {
    try (TestConnection connection = register()) {
      Node pairDevice = connection.await(n -> n.child("pair-device").isPresent());
      connection.send(answer(pairDevice));
      return complete(connection, number, qr(pairDevice));
    }
  }

  /** Lets the phone of a number scan a code, and does the companion's part. */
  Device complete(TestConnection connection, String number, String qr) {
    CompletableFuture<Device> scan =
        CompletableFuture.supplyAsync(() -> simulator.scan(number, qr));
    Node success = connection.await(n -> n.child("pair-success").isPresent());
    connection.send(sign(success));
    connection.await(n -> n.tag().equals("stream:error") && n.attribute("code").equals("515"));
    return scan.join();
  }

  static Node answer(Node iq) {
    return Node.of("iq")
        .with("to", Jid.SERVER)
        .with("type", "result")
        .with("id", iq.attribute("id"));
  }

  Node sign(Node iq) {
    Node success = iq.child("pair-success").orElseThrow();
    jid = success.child("device").orElseThrow().jid("jid").orElseThrow();
    try {
      AdvSignedDeviceIdentityHmac envelope =
          AdvSignedDeviceIdentityHmac.parseFrom(success.childData("device-identity").toArray());
      hosted = envelope.getAccountType() == 1;
      Bytes prefix = hosted ? Bytes.of((byte) 6, (byte) 5) : Bytes.EMPTY;
      if (!Digests.hmac(advSecret, prefix, Bytes.of(envelope.getDetails()))
          .equals(Bytes.of(envelope.getHmac()))) {
        throw new IllegalStateException("wrong HMAC");
      }
      AdvSignedDeviceIdentity offered = AdvSignedDeviceIdentity.parseFrom(envelope.getDetails());
      Bytes stated =
          Bytes.concat(
              hosted ? prefix : Bytes.of((byte) 6, (byte) 0),
              Bytes.of(offered.getDetails()),
              signal.identity().publicKey());
      if (!XEdDsa.verify(
          Bytes.of(offered.getAccountSignatureKey()),
          stated,
          Bytes.of(offered.getAccountSignature()))) {
        throw new IllegalStateException("wrong account signature");
      }
      Bytes message =
          Bytes.concat(
              Bytes.of((byte) 6, (byte) 1),
              Bytes.of(offered.getDetails()),
              signal.identity().publicKey(),
              Bytes.of(offered.getAccountSignatureKey()));
      Bytes signature = XEdDsa.sign(signal.identity().privateKey(), message, random);
      AdvSignedDeviceIdentity signed =
          offered.toBuilder().setDeviceSignature(signature.toProto()).build();
      identity = Bytes.of(signed.toByteString());
      Bytes reply = Bytes.of(signed.toBuilder().clearAccountSignatureKey().build().toByteString());
      int keyIndex = AdvDeviceIdentity.parseFrom(offered.getDetails()).getKeyIndex();
      return answer(iq)
          .plus(
              Node.of(
                  "pair-device-sign",
                  Node.of("device-identity", reply).with("key-index", keyIndex)));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  TestConnection logIn() {
    return connect(
        ClientPayload.newBuilder()
            .setUsername(Long.parseLong(jid.user()))
            .setDevice(jid.device())
            .setPassive(true)
            .setPull(true)
            .build());
  }

  Bytes identity() {
    return identity;
  }

  Jid jid() {
    return jid;
  }
}

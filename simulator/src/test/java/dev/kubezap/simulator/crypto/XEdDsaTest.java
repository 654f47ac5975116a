package dev.kubezap.simulator.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class XEdDsaTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @RepeatedTest(20)
  void verifiesWhatItSignedAndNothingElse() {
    KeyPair keys = Curve25519.generate(RANDOM);
    Bytes message = Digests.sha256(keys.publicKey());
    Bytes signature = XEdDsa.sign(keys.privateKey(), message, RANDOM);
    assertThat(XEdDsa.verify(keys.publicKey(), message, signature)).isTrue();
    assertThat(XEdDsa.verify(keys.publicKey(), Bytes.concat(message, message), signature))
        .isFalse();
    assertThat(XEdDsa.verify(Curve25519.generate(RANDOM).publicKey(), message, signature))
        .isFalse();
    byte[] forged = signature.toArray();
    forged[40] ^= 1;
    assertThat(XEdDsa.verify(keys.publicKey(), message, Bytes.of(forged))).isFalse();
  }

  /** Made by the curve library of Baileys. */
  @Test
  void verifiesAForeignSignature() {
    Bytes key = Bytes.hex("e3712d851a0e5d79b831c5e34ab22b41a198171de209b8b8faca23a11c624859");
    Bytes message = Bytes.utf8("signed elsewhere");
    Bytes signature =
        Bytes.hex(
            "2637cbef909b3f844caa50e622fb65bcc1edd28d05cab7f6f6a4e75cb78a3d2d"
                + "07ec68155267db167a648886efaa822a491f44c023be9d5794ee6d23be353605");
    assertThat(XEdDsa.verify(key, message, signature)).isTrue();
    assertThat(XEdDsa.verify(key, Bytes.utf8("signed here"), signature)).isFalse();
  }

  /** RFC 7748, section 5.2: one iteration. */
  @Test
  void agreesAsTheStandardSays() {
    Bytes nine = Bytes.concat(Bytes.of((byte) 9), Bytes.of(new byte[31]));
    assertThat(Curve25519.fromPrivate(nine).publicKey().toHex())
        .isEqualTo("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
  }
}

package dev.kubezap.whatsapp.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.AesGcm;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.Hkdf;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The cryptography of pairing codes, with the phone's side done by hand. */
class LinkCodeTest {
  private final SeededBytes random = new SeededBytes(1);
  private final CodeKeyDerivation quick = new QuickDerivation();

  @Test
  void codesHaveEightCharactersThatCannotBeMistaken() {
    Set<String> codes = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      codes.add(LinkCode.generate(random));
    }
    assertThat(codes).hasSize(500).allMatch(code -> code.matches("[1-9A-HJKLMNP-TV-Z]{8}"));
    assertThat(LinkCode.generate(length -> new byte[length])).isEqualTo("11111111");
    assertThat(LinkCode.generate(_ -> new byte[] {-1, -1, -1, -1, -1})).isEqualTo("ZZZZZZZZ");
  }

  @Test
  void onlyTheSameCodeUnwraps() {
    PublicKey key = Curve25519.generate(random).publicKey();
    ByteString wrapped = LinkCode.wrap(quick, "ABCD1234", key, random);
    assertThat(wrapped.size()).isEqualTo(80);
    assertThat(LinkCode.unwrap(quick, "ABCD1234", wrapped)).isEqualTo(key);
    assertThat(LinkCode.unwrap(quick, "ABCD1235", wrapped)).isNotEqualTo(key);
  }

  /** The expected key is Python's: {@code hashlib.pbkdf2_hmac("sha256", ...)}. */
  @Test
  void phonesDeriveTheKeyIn131072Rounds() {
    byte[] salt = new byte[32];
    Arrays.fill(salt, (byte) 7);
    assertThat(CodeKeyDerivation.OF_PHONES.derive("ABCD1234", salt))
        .isEqualTo(
            HexFormat.of()
                .parseHex("3c9fb561c662b502ca2b9133821b6312ee08f3f57ade2b5e4c15434344af0a36"));
  }

  @Test
  void thePhoneDerivesTheSameSecret() throws Exception {
    KeyPair companionEphemeral = Curve25519.generate(random);
    KeyPair companion = Curve25519.generate(random);
    KeyPair phoneEphemeral = Curve25519.generate(random);
    KeyPair phone = Curve25519.generate(random);
    LinkCode.Finish finish =
        LinkCode.finish(
            companionEphemeral, companion, phoneEphemeral.publicKey(), phone.publicKey(), random);
    assertThat(finish.bundle().size()).isEqualTo(156);

    byte[] shared = Curve25519.agree(phoneEphemeral.privateKey(), companionEphemeral.publicKey());
    byte[] key =
        Hkdf.derive(
            shared,
            finish.bundle().substring(0, 32).toByteArray(),
            "link_code_pairing_key_bundle_encryption_key".getBytes(StandardCharsets.US_ASCII),
            32);
    ByteString opened =
        ByteString.copyFrom(
            AesGcm.decrypt(
                key,
                finish.bundle().substring(32, 44).toByteArray(),
                new byte[0],
                finish.bundle().substring(44).toByteArray()));
    assertThat(opened.substring(0, 32)).isEqualTo(companion.publicKey().bytes());
    assertThat(opened.substring(32, 64)).isEqualTo(phone.publicKey().bytes());
    byte[] input =
        ByteString.copyFrom(shared)
            .concat(
                ByteString.copyFrom(Curve25519.agree(phone.privateKey(), companion.publicKey())))
            .concat(opened.substring(64))
            .toByteArray();
    byte[] secret =
        Hkdf.derive(input, new byte[0], "adv_secret".getBytes(StandardCharsets.US_ASCII), 32);
    assertThat(finish.advSecret()).isEqualTo(ByteString.copyFrom(secret));
  }

  @Test
  void numbersAreInternational() {
    assertThat(PhoneNumbers.digits("+4915112345678")).contains("4915112345678");
    assertThat(PhoneNumbers.digits(" 4915112345678 ")).contains("4915112345678");
    for (String wrong :
        new String[] {"", "+", "015112345678", "+49 151", "1234", "49151x", "1234567890123456"}) {
      assertThat(PhoneNumbers.digits(wrong)).as(wrong).isEmpty();
    }
  }
}

package dev.kubezap.pod.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first bytes tell what a file is. */
class FileTypeTest {

  @ParameterizedTest
  @CsvSource({
    "ffd8ffe000104a46, JPEG",
    "89504e470d0a1a0a, PNG",
    "474946383961, GIF",
    "524946460400000057454250, WEBP",
    "00000018667479706d703432, MP4",
    "00000018667479704d344120, M4A",
    "0000001866747970336770, THREE_GP",
    "4f676753, OGG",
    "494433, MP3",
    "fffb9064, MP3",
    "fff15080, AAC",
    "2321414d52, AMR",
    "255044462d, PDF",
    "504b0304, ZIP",
    "5249464604000000, ''",
    "ffe0, ''",
    "ff, ''",
    "'', ''",
    "3c68746d6c3e, ''"
  })
  void tellsTheType(String head, String type) {
    assertThat(FileType.of(ByteString.copyFrom(HexFormat.of().parseHex(head))))
        .isEqualTo(type.isEmpty() ? Optional.empty() : Optional.of(FileType.valueOf(type)));
  }
}

package dev.kubezap.whatsapp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameSplitterTest {

  @Test
  void routingComesBeforeTheIntroductionAndIsLeftOutWhenItIsOversized() {
    ByteString introduction = ByteString.copyFromUtf8("WA");
    ByteString info = ByteString.copyFrom(new byte[300]);
    ByteString opening = Frames.opening(Optional.of(info), introduction);
    // "ED", 0, 1, the length in three bytes (PROTOCOL 1).
    assertThat(opening.substring(0, 7).toByteArray()).containsExactly('E', 'D', 0, 1, 0, 1, 44);
    assertThat(opening.substring(7)).isEqualTo(info.concat(introduction));
    ByteString oversized = ByteString.copyFrom(new byte[1 << 17]);
    assertThat(Frames.opening(Optional.of(oversized), introduction)).isEqualTo(introduction);
    assertThat(Frames.opening(Optional.empty(), introduction)).isEqualTo(introduction);
  }

  @Property(tries = 200)
  void everyChunkingGivesTheSameFrames(
      @ForAll @Size(max = 20) List<@IntRange(max = 300) Integer> sizes, @ForAll long seed) {
    Random random = new Random(seed);
    List<byte[]> bodies =
        sizes.stream()
            .map(
                size -> {
                  byte[] body = new byte[size];
                  random.nextBytes(body);
                  return body;
                })
            .toList();
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    bodies.forEach(body -> stream.writeBytes(Frames.frame(body)));
    byte[] bytes = stream.toByteArray();

    FrameSplitter splitter = new FrameSplitter();
    List<byte[]> frames = new ArrayList<>();
    for (int from = 0; from < bytes.length; ) {
      int to = Math.min(bytes.length, from + 1 + random.nextInt(1 << random.nextInt(12)));
      splitter.add(Arrays.copyOfRange(bytes, from, to));
      from = to;
      if (random.nextBoolean()) {
        take(splitter, frames);
      }
    }
    take(splitter, frames);
    assertThat(frames).usingRecursiveFieldByFieldElementComparator().isEqualTo(bodies);
  }

  @Test
  void largestFramePasses() {
    byte[] body = new byte[Frames.MAX_BODY];
    body[body.length - 1] = 7;
    FrameSplitter splitter = new FrameSplitter();
    byte[] frame = Frames.frame(body);
    splitter.add(Arrays.copyOf(frame, 10));
    assertThat(splitter.next()).isNull();
    splitter.add(Arrays.copyOfRange(frame, 10, frame.length));
    assertThat(splitter.next()).isEqualTo(body);
    assertThat(splitter.next()).isNull();
  }

  @Test
  void largerFrameIsTheCallersMistake() {
    assertThatThrownBy(() -> Frames.frame(new byte[Frames.MAX_BODY + 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16777215");
  }

  private static void take(FrameSplitter splitter, List<byte[]> frames) {
    for (byte[] frame = splitter.next(); frame != null; frame = splitter.next()) {
      frames.add(frame);
    }
  }
}

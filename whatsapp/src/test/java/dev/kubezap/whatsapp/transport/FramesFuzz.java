package dev.kubezap.whatsapp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A stream cut anywhere gives the frames of the whole. The first bytes say where to cut. */
public final class FramesFuzz implements FuzzTarget {
  private static final int CUTS = 8;

  @Override
  public void read(byte[] input) {
    int cuts = Math.min(CUTS, input.length);
    byte[] stream = Arrays.copyOfRange(input, cuts, input.length);
    FrameSplitter whole = new FrameSplitter();
    whole.add(stream);
    FrameSplitter pieces = new FrameSplitter();
    List<ByteString> frames = new ArrayList<>();
    int from = 0;
    for (int piece = 0; from < stream.length; piece++) {
      int length = cuts == 0 ? stream.length : 1 + (input[piece % cuts] & 0xFF);
      int to = Math.min(stream.length, from + length);
      pieces.add(Arrays.copyOfRange(stream, from, to));
      frames.addAll(taken(pieces));
      from = to;
    }
    assertThat(frames).isEqualTo(taken(whole));
  }

  private static List<ByteString> taken(FrameSplitter splitter) {
    List<ByteString> frames = new ArrayList<>();
    for (byte[] frame = splitter.next(); frame != null; frame = splitter.next()) {
      frames.add(ByteString.copyFrom(frame));
    }
    return frames;
  }
}

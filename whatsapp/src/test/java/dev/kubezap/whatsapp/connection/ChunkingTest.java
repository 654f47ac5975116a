package dev.kubezap.whatsapp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.node.Node;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ChunkingTest {

  @Property(tries = 100)
  void everyChunkingGivesTheSameStanzas(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 400) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 60) int largestChunk,
      @ForAll long seed) {
    CoreBench bench = new CoreBench();
    bench.accept(new Input.Opened());
    List<Node> stanzas =
        sizes.stream().map(size -> Node.of("message").withBytes(new byte[size])).toList();
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(bench.peer.bytes(CoreBench.SUCCESS));
    stanzas.forEach(stanza -> stream.writeBytes(bench.peer.bytes(stanza)));

    Random random = new Random(seed);
    byte[] bytes = stream.toByteArray();
    for (int from = 0; from < bytes.length; ) {
      int to = Math.min(bytes.length, from + 1 + random.nextInt(largestChunk));
      bench.accept(new Input.Received(Arrays.copyOfRange(bytes, from, to)));
      from = to;
    }

    List<Output> outputs = bench.take();
    assertThat(outputs.getFirst()).isEqualTo(new Output.Online(CoreBench.SUCCESS));
    assertThat(outputs.subList(1, outputs.size()))
        .extracting(output -> ((Output.Deliver) output).stanza())
        .isEqualTo(stanzas);
  }
}

package dev.kubezap.benchmarks;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.media.PhoneFile;
import dev.kubezap.simulator.phone.PhoneContent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Files of 16 MB. Out: a caller names a URL, the contender fetches the file, encrypts it, brings it
 * to the media host over TLS and sends the message. In: the message comes, the file is fetched as
 * it comes, decrypted, and on the disk when the webhook is told.
 */
final class MediaCourse implements ByTurns.Course {
  private static final int SIZE = 16 << 20;
  private static final double MEGABYTES = SIZE / 1e6;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Arena arena;
  private final FileOrigin origin;
  private final byte[] file;
  private final int each;

  /**
   * @param each files that go out in a round; half as many come in
   */
  MediaCourse(Arena arena, FileOrigin origin, byte[] file, int each) {
    this.arena = arena;
    this.origin = origin;
    this.file = file;
    this.each = each;
  }

  /** The bytes of all files. */
  static byte[] file() {
    byte[] file = new byte[SIZE];
    new Random(7).nextBytes(file);
    return file;
  }

  @Override
  public ByTurns.Entrant enter(Contender contender, String name) throws Exception {
    String number = arena.account("Owner");
    String peer = arena.account("Peer");
    Contender.Place place = arena.place(name + "_media", contender);
    try (RunningSession session = RunningSession.start(contender, place, arena.http)) {
      arena.simulator.scan(number, session.awaitQr());
      session.awaitConnected();
    }
    RunningSession session = RunningSession.start(contender, place, arena.http);
    session.awaitConnected();
    return new Entrant(number, peer, place, session);
  }

  private final class Entrant implements ByTurns.Entrant {
    private final String number;
    private final String peer;
    private final Contender.Place place;
    private final RunningSession session;
    private final List<Double> resident = new ArrayList<>();
    private final double before;

    Entrant(String number, String peer, Contender.Place place, RunningSession session)
        throws IOException {
      this.number = number;
      this.peer = peer;
      this.place = place;
      this.session = session;
      before = session.usage().residentMegabytes();
    }

    @Override
    public void round(int number, Measured measured) throws Exception {
      out(number, measured);
      resident.add(session.usage().residentMegabytes());
      in(measured);
    }

    private void out(int round, Measured measured) throws Exception {
      Spent begun = Spent.now(session);
      try (Caller caller = session.caller()) {
        for (int i = 0; i < each; i++) {
          String name = place.folder().getFileName() + "-" + round + "-" + i + ".bin";
          session.sendFile(caller, "+" + peer, origin.url(name), name);
        }
      }
      begun.tell("16 MB out", "MB", each * MEGABYTES, session, measured);
    }

    private void in(Measured measured) throws Exception {
      List<PhoneContent> files = new ArrayList<>();
      int incoming = each / 2;
      for (int i = 0; i < incoming; i++) {
        files.add(
            arena.simulator.upload(
                new PhoneFile(
                    PhoneFile.Kind.DOCUMENT,
                    "application/octet-stream",
                    "",
                    "plan.bin",
                    Bytes.of(file))));
      }
      arena.webhooks.reset();
      Spent begun = Spent.now(session);
      for (PhoneContent sent : files) {
        arena.simulator.send(peer, number, sent, true);
      }
      arena.webhooks.awaitFiles(incoming, PATIENCE);
      begun.tell("16 MB in", "MB", incoming * MEGABYTES, session, measured);
    }

    @Override
    public void end(Measured measured) throws Exception {
      measured.put("RSS before any file, MB", before);
      for (int round = 0; round < resident.size(); round++) {
        if (round == 0 || round == resident.size() / 2 - 1 || round == resident.size() - 1) {
          measured.put("RSS after " + (round + 1) * each + " uploads, MB", resident.get(round));
        }
      }
      measured.put("peak RSS, MB", session.usage().mostResidentMegabytes());
    }

    @Override
    public void close() throws IOException {
      session.close();
    }
  }
}

package dev.kubezap.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.phone.PhoneHistory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the phone knows from before the link: chats with many messages, in files of some thousand
 * each. From the scan of the QR code until all of it is stored and can be read; at a contender that
 * stores nothing, until all of it has been given to it. Each round links another account.
 */
final class HistoryCourse implements ByTurns.Course {
  private static final int PER_PART = 5_000;
  private static final int PER_CHAT = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Arena arena;
  private final int messages;
  private final PhoneHistory history;

  /**
   * @param messages a multiple of {@value #PER_CHAT}
   */
  HistoryCourse(Arena arena, int messages) {
    this.arena = arena;
    this.messages = messages;
    history = history(messages);
  }

  private static PhoneHistory history(int messages) {
    Instant newest = Instant.now().minusSeconds(3_600);
    List<PhoneHistory.Conversation> chats = new ArrayList<>();
    for (int chat = 0; chat < messages / PER_CHAT; chat++) {
      List<PhoneHistory.Entry> entries = new ArrayList<>();
      for (int i = 0; i < PER_CHAT; i++) {
        entries.add(
            PhoneHistory.Entry.text(
                String.format("3A%08X%08X", chat, i),
                i % 3 == 0,
                "The gate was open at " + i + " and nobody came; we shall try it again.",
                newest.minusSeconds(60L * i)));
      }
      chats.add(
          new PhoneHistory.Conversation(
              "49160" + (10_000_000 + chat) + "@s.whatsapp.net", "", 0, entries));
    }
    return PhoneHistory.inFiles(PER_PART, chats.toArray(PhoneHistory.Conversation[]::new));
  }

  @Override
  public ByTurns.Entrant enter(Contender contender, String name) {
    return new Entrant(contender, name);
  }

  private final class Entrant implements ByTurns.Entrant {
    private final Contender contender;
    private final String name;

    Entrant(Contender contender, String name) {
      this.contender = contender;
      this.name = name;
    }

    @Override
    public void round(int round, Measured measured) throws Exception {
      String number = arena.account("Owner");
      arena.simulator.remember("+" + number, history);
      Contender.Place place = arena.place(name + "_history" + round, contender);
      arena.webhooks.reset();
      try (RunningSession session = RunningSession.start(contender, place, arena.http)) {
        String qr = session.awaitQr();
        Spent begun = Spent.now(session);
        arena.simulator.scan(number, qr);
        await(session);
        String what = "history of " + messages;
        begun.tell(what, "1000 messages", messages / 1000.0, session, measured);
        measured.put(what + ", s", (System.nanoTime() - begun.nanoseconds()) / 1e9);
        measured.put(what + ", peak RSS, MB", session.usage().mostResidentMegabytes());
      }
    }

    private void await(RunningSession session) throws IOException, InterruptedException {
      switch (contender) {
        case Contender.SessionPod _ -> {
          arena.webhooks.awaitHistory(messages, PATIENCE);
          long stored =
              session.get("/api/v1/session/stats").path("messages").path("total").asLong();
          if (stored != messages) {
            throw new IOException("it stored " + stored + " messages of " + messages);
          }
        }
        case Contender.BaileysServer server -> {
          String done = server.keepsHistory() ? "stored" : "given";
          long deadline = System.nanoTime() + PATIENCE.toNanos();
          JsonNode told = session.get("/api/v1/history");
          while (told.path(done).asInt() < messages) {
            if (System.nanoTime() > deadline) {
              throw new IOException("of " + messages + " messages there are only " + told);
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
            told = session.get("/api/v1/history");
          }
        }
      }
    }

    @Override
    public void close() {}
  }
}

package dev.kubezap.whatsapp.simulation;

import com.google.protobuf.ByteString;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.phone.Spoiling;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Unacknowledged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Who writes what and when: callers of the API, who repeat what was not answered, and phones. */
final class Traffic {
  /** Begins the texts that are damaged on their way at first. */
  static final String SPOILED = "spoiled ";

  /** Begins the texts that companions never can decrypt: only the own phone has them. */
  static final String UNREADABLE = "unreadable ";

  private static final String POISON = "poison \0 ";

  /** So many worlds have a rush; and so many messages to each, that not all may be under way. */
  private static final int WORLDS_FOR_A_RUSH = 64;

  private static final int RUSH = Unacknowledged.MAXIMUM_STANZAS * 2 / 3;

  private static final Duration LENGTH = Duration.ofSeconds(12);
  private static final Duration AGAIN = Duration.ofMillis(300);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Simulation simulation;
  private final Random random;
  private final List<Call> calls = new ArrayList<>();
  private int received;

  /** A caller with one message. */
  private static final class Call {
    final SendRequest request;
    boolean answered;
    int attempts;

    Call(SendRequest request) {
      this.request = request;
    }
  }

  Traffic(Simulation simulation) {
    this.simulation = simulation;
    random = new Random(simulation.plan.seed());
  }

  static boolean isPoison(String text) {
    return text.startsWith(POISON);
  }

  /** Whether a text has to be asked for before it can be read. */
  static boolean comesLate(String text) {
    return text.startsWith(SPOILED) || text.startsWith(UNREADABLE);
  }

  private Duration sometime() {
    return Duration.ofMillis(random.nextLong(LENGTH.toMillis()));
  }

  private String somebody() {
    return Template.OTHERS.get(random.nextInt(Template.OTHERS.size()));
  }

  /** Callers name the third phone by its LID in every other world, and by both in every fourth. */
  private boolean byLid(String number) {
    if (!number.equals(Template.OTHERS.getLast())) {
      return false;
    }
    return switch ((int) (simulation.plan.seed() % 4)) {
      case 0, 2 -> true;
      case 1 -> calls.size() % 2 == 0;
      default -> false;
    };
  }

  /** Plans everything. */
  void plan() {
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      call(somebody(), sometime());
    }
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      write(somebody(), random.nextBoolean(), random.nextInt(8) == 0 ? SPOILED : "", sometime());
    }
    if (random.nextInt(8) == 0) {
      write(somebody(), true, POISON, sometime());
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      read(somebody(), sometime());
    }
    if (random.nextInt(4) == 0) {
      burst(somebody(), sometime());
    }
    if (random.nextInt(6) == 0) {
      write(somebody(), true, UNREADABLE, sometime());
    }
    if (simulation.plan.seed() % WORLDS_FOR_A_RUSH == WORLDS_FOR_A_RUSH - 1) {
      rush(sometime());
    }
  }

  /** One message more in every direction, after everything that went wrong. */
  void last() {
    for (String number : Template.OTHERS) {
      call(number, Duration.ofMillis(100));
      write(number, true, "", Duration.ofMillis(100));
    }
  }

  private void rush(Duration when) {
    for (int i = 0; i < RUSH; i++) {
      Template.OTHERS.forEach(number -> call(number, when));
    }
  }

  private void burst(String number, Duration when) {
    for (int i = 0; i < 4; i++) {
      call(number, when);
      write(number, true, "", when);
    }
  }

  private void write(String from, boolean lidForm, String prefix, Duration when) {
    String text = prefix + "to us " + ++received;
    simulation.time.after(
        when,
        () -> {
          simulation.trace.add(from + " writes");
          simulation.server.send(from, Template.OWN_NUMBER, text, lidForm, spoiling(prefix));
        });
  }

  private static Spoiling spoiling(String prefix) {
    return switch (prefix) {
      case SPOILED -> Spoiling.AT_FIRST;
      case UNREADABLE -> Spoiling.FOR_COMPANIONS;
      default -> Spoiling.NONE;
    };
  }

  private void read(String number, Duration when) {
    simulation.time.after(
        when,
        () ->
            simulation.server.messages(number).stream()
                .filter(message -> message.direction() == PhoneMessage.Direction.IN)
                .filter(message -> !message.read())
                .findFirst()
                .ifPresent(
                    message -> simulation.server.read(number, Template.OWN_NUMBER, message.id())));
  }

  private void call(String to, Duration when) {
    boolean byLid = byLid(to);
    int number = calls.size() + 1;
    Call call =
        new Call(
            new SendRequest(
                byLid ? Jid.of(Template.lid(to) + "@lid") : Jid.phoneNumber(to),
                TextContent.of("from us " + number),
                Map.of(),
                Optional.of(
                    new SendRequest.Idempotency(
                        "call " + number, ByteString.copyFromUtf8("hash " + number)))));
    calls.add(call);
    simulation.time.after(when, () -> attempt(call));
  }

  private void attempt(Call call) {
    if (call.answered) {
      return;
    }
    Optional<Owner> owner = simulation.somebody(call.attempts++);
    Optional<CompletableFuture<Object>> answer =
        owner.flatMap(process -> process.session.ask(call.request));
    if (answer.isPresent()) {
      var _ = answer.get().whenComplete((result, _) -> done(call, result));
    }
    owner.ifPresent(Owner::wake);
    simulation.time.after(answer.isPresent() ? PATIENCE : AGAIN, () -> attempt(call));
  }

  private void done(Call call, Object result) {
    switch (result) {
      case SendResult.Accepted accepted -> {
        call.answered = true;
        simulation.checker.promised(accepted.message());
      }
      case SendResult.Repeated repeated -> {
        call.answered = true;
        simulation.checker.promised(repeated.message());
      }
      case SendResult.KeyReused _, SendResult.Refused _ ->
          simulation.checker.fail("refused: " + result);
      case null, default -> {
        // The process ended, or the database was away: the caller tries again.
      }
    }
  }

  boolean isAnswered() {
    return calls.stream().allMatch(call -> call.answered);
  }
}

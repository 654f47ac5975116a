package dev.kubezap.whatsapp.pairing;

import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.SessionChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Shows the QR code of an attempt and plans the next one. */
final class ShownQr {
  /** The timer of the next code. */
  static final String TIMER = "qr";

  private ShownQr() {}

  static List<Effect> effects(PairingAttempt attempt, Instant now) {
    Duration life = QrText.life(attempt.shown());
    return List.of(
        new Effect.Report(
            new SessionChange.QrShown(
                new SessionSnapshot.Qr(QrText.of(attempt), now, now.plus(life)))),
        new Effect.Schedule(TIMER, new RotateQr.Due(attempt.shown() + 1), life));
  }
}

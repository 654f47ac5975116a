package dev.kubezap.gateway.api;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.session.SessionDocument;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a caller wants to have seen before they are answered. */
public enum Wait {
  /** The resource is there. */
  CREATED,
  /** There is a QR or a code, or it is connected without one. */
  QR,
  /** It is connected. */
  CONNECTED;

  /** Their names on the surface. */
  static final List<String> NAMES = Arrays.stream(values()).map(Wait::text).toList();

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Wait of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  boolean reachedBy(WhatsAppSession session) {
    boolean connected = SessionDocument.phaseOf(session).equals("Connected");
    return switch (this) {
      case CREATED -> true;
      case QR -> connected || SessionDocument.offersPairing(session);
      case CONNECTED -> connected;
    };
  }
}

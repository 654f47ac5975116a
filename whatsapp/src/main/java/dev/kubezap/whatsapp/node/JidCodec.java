package dev.kubezap.whatsapp.node;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.jid.JidServer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The forms that addresses have on the wire: a pair of user and server; a device with its server as
 * a number (AD); a device of Messenger (FB); a device of another messenger with the integrator's
 * number (INTEROP), written {@code integrator-user:device@interop} as text.
 */
final class JidCodec {

  private static final Map<Integer, String> SERVER_BY_DOMAIN =
      Map.of(
          0, JidServer.PHONE_NUMBER.name(),
          1, JidServer.LID.name(),
          128, JidServer.HOSTED.name(),
          129, JidServer.HOSTED_LID.name());
  private static final Map<JidServer, Integer> DOMAIN_BY_SERVER =
      Map.of(
          JidServer.PHONE_NUMBER, 0,
          JidServer.LEGACY_PHONE_NUMBER, 0,
          JidServer.LID, 1,
          JidServer.HOSTED, 128,
          JidServer.HOSTED_LID, 129);

  private JidCodec() {}

  /** The way an address goes out. */
  sealed interface Form {
    record Pair(String user, String server) implements Form {}

    record Device(int domain, int device, String user) implements Form {}

    record Messenger(String user, int device, String server) implements Form {}

    record Interop(String user, int device, int integrator) implements Form {}
  }

  /** The form for {@code text}, or null when it is no address that would come back the same. */
  static @Nullable Form formOf(String text) {
    if (text.indexOf('@') < 0) {
      return null;
    }
    Jid jid = Jid.parse(text).orElse(null);
    if (jid == null || !(jid.toString().equals(text) || isFirstDevice(jid, text))) {
      return null;
    }
    if (jid.server().equals(JidServer.INTEROP)) {
      return interop(jid);
    }
    if (jid.device() == 0) {
      return new Form.Pair(jid.user(), jid.server().name());
    }
    if (jid.server().equals(JidServer.MESSENGER)) {
      return new Form.Messenger(jid.user(), jid.device(), jid.server().name());
    }
    Integer domain = DOMAIN_BY_SERVER.get(jid.server());
    return domain == null || jid.device() > 255
        ? null
        : new Form.Device(domain, jid.device(), jid.user());
  }

  /** Device 0 written out, which is the account. */
  private static boolean isFirstDevice(Jid jid, String text) {
    return jid.device() == 0 && text.equals(jid.user() + ":0@" + jid.server());
  }

  private static @Nullable Form interop(Jid jid) {
    int dash = jid.user().indexOf('-');
    String integrator = dash < 0 ? "" : jid.user().substring(0, dash);
    if (!integrator.matches("0|[1-9][0-9]{0,4}") || Integer.parseInt(integrator) > 0xFFFF) {
      return jid.device() == 0 ? new Form.Pair(jid.user(), jid.server().name()) : null;
    }
    return new Form.Interop(
        jid.user().substring(dash + 1), jid.device(), Integer.parseInt(integrator));
  }

  static String read(ValueReader values, int tag) throws NodeFormatException {
    WireReader in = values.in();
    return switch (tag) {
      case WireTag.JID_PAIR -> {
        String user = values.string();
        yield user + '@' + server(values.string());
      }
      case WireTag.AD_JID -> {
        int domain = in.unsignedByte();
        int device = in.unsignedByte();
        // Numbers that are not known yet read as phone numbers, as other clients do.
        String server = SERVER_BY_DOMAIN.getOrDefault(domain, JidServer.PHONE_NUMBER.name());
        yield device(values.string(), device, server);
      }
      case WireTag.FB_JID -> {
        String user = values.string();
        int device = (int) in.unsignedNumber(2);
        yield device(user, device, server(values.string()));
      }
      case WireTag.INTEROP_JID -> {
        String user = values.string();
        int device = (int) in.unsignedNumber(2);
        long integrator = in.unsignedNumber(2);
        skipInteropServer(values);
        yield device(integrator + "-" + user, device, JidServer.INTEROP.name());
      }
      default -> throw new IllegalArgumentException("Not the tag of an address: " + tag);
    };
  }

  /** The server's name follows in most builds of the service and is left out in some. */
  private static void skipInteropServer(ValueReader values) throws NodeFormatException {
    WireReader in = values.in();
    int before = in.position();
    try {
      if (!values.string().equals(JidServer.INTEROP.name())) {
        in.rewindTo(before);
      }
    } catch (NodeFormatException notAString) {
      // What follows belongs to the next value, whose reader reports what is wrong with it.
      in.rewindTo(before);
    }
  }

  private static String device(String user, int device, String server) {
    return device == 0 ? user + '@' + server : user + ':' + device + '@' + server;
  }

  private static String server(String name) throws NodeFormatException {
    if (name.isEmpty()) {
      throw new NodeFormatException(NodeFormatException.Kind.INVALID, "address without a server");
    }
    return name;
  }
}

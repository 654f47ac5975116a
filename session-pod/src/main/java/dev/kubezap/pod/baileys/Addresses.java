package dev.kubezap.pod.baileys;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.jid.JidServer;
import dev.kubezap.whatsapp.senderkey.MemberKeysKey;
import dev.kubezap.whatsapp.signal.SignalAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How Baileys writes whom an entry is about in its name. */
final class Addresses {
  /** User, domain (1 is a LID, none a phone number), device. */
  private static final Pattern DEVICE =
      Pattern.compile("([0-9]{1,20})(_[0-9]{1,3})?\\.([0-9]{1,5})");

  /** Group, user, domain, device; a colon becomes a hyphen in the name of a file. */
  private static final Pattern MEMBER =
      Pattern.compile(
          "(.{1,100}@(?:g\\.us|broadcast))(?:::|--)([0-9]{1,20})(_[0-9]{1,3})?(?:::|--)([0-9]{1,5})");

  private static final String LID = "_1";

  private Addresses() {}

  /** The device of a session; empty for kinds of accounts that this version files none of. */
  static Optional<SignalAddress> device(String id) {
    Matcher matcher = DEVICE.matcher(id);
    return matcher.matches()
        ? address(matcher.group(1), matcher.group(2), matcher.group(3))
        : Optional.empty();
  }

  /** The member's device of a sender key. */
  static Optional<MemberKeysKey> member(String id) {
    Matcher matcher = MEMBER.matcher(id);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Optional<Jid> group = Jid.parse(matcher.group(1));
    Optional<SignalAddress> member = address(matcher.group(2), matcher.group(3), matcher.group(4));
    return group.flatMap(of -> member.map(one -> new MemberKeysKey(of, one)));
  }

  private static Optional<SignalAddress> address(
      String user, @Nullable String domain, String device) {
    int number = Integer.parseInt(device);
    if (number > Jid.MAX_DEVICE || (domain != null && !domain.equals(LID))) {
      return Optional.empty();
    }
    JidServer server = domain == null ? JidServer.PHONE_NUMBER : JidServer.LID;
    return Optional.of(new SignalAddress(new Jid(user, 0, server).toString(), number));
  }
}

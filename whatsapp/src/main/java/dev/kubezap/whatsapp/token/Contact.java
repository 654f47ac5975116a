package dev.kubezap.whatsapp.token;

import dev.kubezap.whatsapp.account.Properties;
import dev.kubezap.whatsapp.account.PropertiesKey;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A contact and the tokens between it and us, under whichever of its names they are stored.
 *
 * @param phone its number, when known
 * @param lid its LID, when known
 * @param token newest of what is stored
 * @param properties the service's switches
 */
public record Contact(
    Optional<Jid> phone, Optional<Jid> lid, PrivacyToken token, Properties properties) {

  /** Reads what is stored of an account. */
  public static Contact read(Jid jid, Optional<Jid> toldLid, StateReader state) {
    Jid account = jid.account();
    Optional<Jid> phone =
        account.isPhoneNumber()
            ? Optional.of(account)
            : account.isLid() ? state.read(new PhoneOfLid(account)) : Optional.empty();
    Optional<Jid> lid =
        account.isLid()
            ? Optional.of(account)
            : toldLid.or(() -> phone.flatMap(number -> state.read(new LidOfPhone(number))));
    PrivacyToken token =
        Stream.of(lid, phone)
            .flatMap(Optional::stream)
            .flatMap(name -> state.read(new PrivacyTokenKey(name)).stream())
            .reduce(PrivacyToken::or)
            .orElse(PrivacyToken.NONE);
    return new Contact(phone, lid, token, state.read(new PropertiesKey()).orElse(Properties.NONE));
  }

  /** Stores another token, under the LID from the time on at which it is known. */
  List<Change> with(PrivacyToken next) {
    List<Change> changes = new ArrayList<>();
    lid.or(() -> phone).ifPresent(name -> changes.add(put(name, next)));
    if (lid.isPresent()) {
      phone.ifPresent(number -> changes.add(new Change.Remove(new PrivacyTokenKey(number))));
    }
    return changes;
  }

  private static Change put(Jid name, PrivacyToken token) {
    return new Change.Put<>(new PrivacyTokenKey(name), token);
  }
}

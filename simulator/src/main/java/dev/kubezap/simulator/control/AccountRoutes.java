package dev.kubezap.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.group.Group;
import dev.kubezap.simulator.media.PhoneFile;
import dev.kubezap.simulator.message.Accepted;
import dev.kubezap.simulator.phone.Phone;
import dev.kubezap.simulator.phone.PhoneContent;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.simulator.world.Device;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests about accounts and their phones. */
final class AccountRoutes {
  private final Simulator simulator;

  AccountRoutes(Simulator simulator) {
    this.simulator = simulator;
  }

  List<Views.AccountView> list() {
    return simulator
        .world()
        .locked(() -> simulator.world().accounts().stream().map(this::viewLocked).toList());
  }

  private Views.AccountView viewLocked(Account account) {
    return Views.AccountView.of(account, simulator.phone(account.phoneNumber()).echo());
  }

  private Views.AccountView view(Account account) {
    return simulator.world().locked(() -> viewLocked(account));
  }

  Views.AccountView create(Requests.NewAccount request) {
    Boolean echo = request.echo();
    Addressing addressing = request.addressing();
    String name = request.pushName();
    return view(
        simulator.addAccount(
            request.phoneNumber(),
            name == null ? request.phoneNumber() : name,
            echo != null && echo,
            addressing == null ? Addressing.ANY : addressing));
  }

  Views.AccountView get(String number) {
    return view(phone(number).account());
  }

  Views.AccountView change(String number, Requests.AccountChange request) {
    Phone phone = phone(number);
    Boolean echo = request.echo();
    if (echo != null) {
      phone.setEcho(echo);
    }
    simulator
        .world()
        .locking(
            () -> {
              simulator.world().touch();
              String name = request.pushName();
              if (name != null) {
                phone.account().rename(name);
              }
              Boolean passkey = request.passkeyRequired();
              if (passkey != null) {
                phone.account().requirePasskey(passkey);
              }
            });
    return view(phone.account());
  }

  Views.CompanionView scan(String number, Requests.Scan request) {
    phone(number);
    return companion(simulator.scan(number, request.qr()));
  }

  Views.CompanionView enterCode(String number, Requests.Code request) {
    phone(number);
    return companion(simulator.enterCode(number, request.code()));
  }

  /** The credential. */
  JsonNode signWithPasskey(String number, Requests.Passkey request) {
    phone(number);
    return simulator.signWithPasskey(number, request.options().toString());
  }

  private Views.CompanionView companion(Device device) {
    return simulator.world().locked(() -> Views.CompanionView.of(device));
  }

  Map<String, String> send(String number, Requests.NewMessage request) {
    phone(number);
    if (request.to().endsWith("@" + Group.SERVER)) {
      return toGroup(number, request);
    }
    phone(request.to());
    boolean lid = request.addressing() != Requests.Form.PHONE_NUMBER;
    Boolean spoiled = request.spoiled();
    String text = request.text();
    Requests.File file = request.file();
    if (file != null && text == null && request.content() == null) {
      return Map.of("id", simulator.send(number, request.to(), file(file), lid));
    }
    String id =
        spoiled != null && spoiled && text != null
            ? simulator.sendSpoiled(number, request.to(), text, lid)
            : simulator.send(number, request.to(), content(request), lid);
    return Map.of("id", id);
  }

  private Map<String, String> toGroup(String number, Requests.NewMessage request) {
    String text = request.text();
    if (text == null || request.content() != null || request.file() != null) {
      throw new ApiException(400, "phones send text alone to groups");
    }
    simulator.groups().get(request.to());
    return Map.of("id", simulator.sendToGroup(number, request.to(), text));
  }

  private static PhoneFile file(Requests.File file) {
    try {
      return new PhoneFile(
          file.kind(),
          file.mimetype(),
          Objects.requireNonNullElse(file.caption(), ""),
          Objects.requireNonNullElse(file.name(), ""),
          Bytes.base64(file.data()));
    } catch (IllegalArgumentException e) {
      throw new ApiException(400, "file.data must be base64");
    }
  }

  private static PhoneContent content(Requests.NewMessage request) {
    String text = request.text();
    Requests.Kind kind = request.content();
    if ((text == null) == (kind == null) || request.file() != null) {
      throw new ApiException(400, "either text, content or file says what is sent");
    }
    if (text != null) {
      return PhoneContent.text(text);
    }
    try {
      Bytes message = Bytes.base64(Objects.requireNonNull(kind).message());
      return new PhoneContent(
          message,
          kind.stanzaType(),
          Objects.requireNonNullElse(kind.mediaType(), ""),
          Objects.requireNonNullElse(kind.edit(), ""));
    } catch (IllegalArgumentException e) {
      throw new ApiException(400, "content.message must be base64");
    }
  }

  List<Views.MessageView> messages(String number) {
    String own = phone(number).account().phoneNumber();
    List<PhoneMessage> messages = simulator.messages(number);
    return simulator
        .world()
        .locked(
            () ->
                messages.stream()
                    .map(m -> Views.MessageView.of(own, m, accepted(own, m)))
                    .toList());
  }

  /** The file of a message, which the phone fetches from the media host, decrypts and checks. */
  Requests.File file(String number, String id) {
    phone(number);
    var message =
        simulator.messages(number).stream()
            .filter(each -> each.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new ApiException(404, "the phone has no message with this id"));
    try {
      var file = simulator.file(message);
      return new Requests.File(
          file.kind(), file.mimetype(), file.bytes().toBase64(), file.caption(), file.name());
    } catch (IllegalArgumentException e) {
      throw new ApiException(409, "the phone cannot open it: " + e.getMessage());
    }
  }

  private Optional<Accepted> accepted(String own, PhoneMessage message) {
    String sender = message.direction() == PhoneMessage.Direction.OUT ? own : message.peer();
    return simulator.server().accepted().find(sender, message.id());
  }

  Map<String, Integer> read(String number, Requests.MessageReference request) {
    phone(number);
    int count = 0;
    for (PhoneMessage message : simulator.messages(number)) {
      if (message.direction() == PhoneMessage.Direction.IN
          && !message.read()
          && matches(request, message)
          && simulator.read(number, message.peer(), message.id())) {
        count++;
      }
    }
    return Map.of("read", count);
  }

  private static boolean matches(Requests.MessageReference request, PhoneMessage message) {
    String peer = request.peer();
    return (request.id() == null || message.id().equals(request.id()))
        && (peer == null || message.peer().equals(peer.replaceAll("[^0-9]", "")));
  }

  Map<String, Boolean> retry(String number, Requests.MessageReference request) {
    phone(number);
    String peer = required("peer", request.peer());
    return Map.of("asked", simulator.askAgain(number, peer, required("id", request.id())));
  }

  private static String required(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw new ApiException(400, "The field " + name + " is missing");
    }
    return value;
  }

  Map<String, Integer> logOutCompanions(String number) {
    phone(number);
    return Map.of("loggedOut", simulator.logOutCompanions(number));
  }

  private Phone phone(String number) {
    try {
      return simulator.phone(number);
    } catch (IllegalArgumentException e) {
      throw new ApiException(404, "There is no account " + number + ": POST /accounts makes one");
    }
  }
}

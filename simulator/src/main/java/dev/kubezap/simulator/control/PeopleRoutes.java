package dev.kubezap.simulator.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kubezap.simulator.People;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.presence.PresenceDesk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests about what people do beside writing: they come and go, type, call, block. */
final class PeopleRoutes {
  private final Simulator simulator;

  PeopleRoutes(Simulator simulator) {
    this.simulator = simulator;
  }

  record Change(
      @Nullable Boolean available,
      @Nullable String about,
      @Nullable String picture,
      @Nullable Boolean hidesNumber) {}

  record Typing(
      @JsonProperty(required = true) String to,
      @JsonProperty(required = true) String state,
      Requests.@Nullable Form addressing) {}

  record Block(
      @JsonProperty(required = true) String peer, @JsonProperty(required = true) Boolean blocked) {}

  record NewCall(
      @JsonProperty(required = true) String to,
      @Nullable Boolean video,
      Requests.@Nullable Form addressing) {}

  record CallEnd(@Nullable String reason) {}

  record PersonView(
      boolean companionAvailable, int watchers, boolean picture, List<String> shownNames) {}

  record CallView(String id, boolean rejected, List<String> heard) {}

  private People people() {
    return simulator.people();
  }

  private String known(String number) {
    try {
      return simulator.phone(number).account().phoneNumber();
    } catch (IllegalArgumentException e) {
      throw new ApiException(404, "There is no account " + number + ": POST /accounts makes one");
    }
  }

  private static boolean lid(Requests.@Nullable Form form) {
    return form != Requests.Form.PHONE_NUMBER;
  }

  PersonView get(String named) {
    String number = known(named);
    return new PersonView(
        people().companionIsAvailable(number),
        people().watchers(number),
        people().picture(number).isPresent(),
        people().shownNames(number));
  }

  PersonView change(String named, Change change) {
    String number = known(named);
    String picture = change.picture();
    Optional<Bytes> jpeg = picture == null || picture.isEmpty() ? Optional.empty() : read(picture);
    String about = change.about();
    if (about != null) {
      people().setAbout(number, about);
    }
    if (picture != null) {
      people().setPicture(number, jpeg);
    }
    Boolean hides = change.hidesNumber();
    if (hides != null) {
      people().hideNumber(number, hides);
    }
    Boolean available = change.available();
    if (available != null) {
      people().show(number, available);
    }
    return get(number);
  }

  private static Optional<Bytes> read(String base64) {
    try {
      return Optional.of(Bytes.base64(base64));
    } catch (IllegalArgumentException e) {
      throw new ApiException(400, "picture must be base64");
    }
  }

  Map<String, String> type(String number, Typing typing) {
    people().type(known(number), typing.to(), typing.state(), lid(typing.addressing()));
    return Map.of();
  }

  Map<String, String> block(String number, Block block) {
    people().block(known(number), block.peer(), block.blocked());
    return Map.of();
  }

  CallView call(String number, NewCall call) {
    Boolean video = call.video();
    return view(
        people().call(known(number), call.to(), video != null && video, lid(call.addressing())));
  }

  CallView end(String id, CallEnd end) {
    String reason = end.reason();
    people().endCall(id, reason == null ? "" : reason);
    return view(id);
  }

  CallView view(String id) {
    return new CallView(id, people().isRejected(id), people().heardRinging(id));
  }

  List<PresenceDesk.Typing> typed() {
    return people().typed();
  }
}

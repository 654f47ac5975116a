package dev.kubezap.simulator.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kubezap.simulator.PhoneLabels;
import dev.kubezap.simulator.Simulator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests about labels on phones. */
final class LabelRoutes {
  private final Simulator simulator;

  LabelRoutes(Simulator simulator) {
    this.simulator = simulator;
  }

  record Change(@JsonProperty(required = true) String name, @Nullable Integer color) {}

  record Mark(
      @JsonProperty(required = true) String chat,
      @Nullable String message,
      @Nullable Boolean fromMe,
      @JsonProperty(required = true) Boolean on) {}

  private PhoneLabels labels() {
    return simulator.chats().labels();
  }

  private String known(String number) {
    try {
      return simulator.phone(number).account().phoneNumber();
    } catch (IllegalArgumentException e) {
      throw new ApiException(404, "There is no account " + number + ": POST /accounts makes one");
    }
  }

  List<PhoneLabels.Shown> list(String number) {
    return labels().all(known(number));
  }

  PhoneLabels.Shown set(String named, String id, Change change) {
    String number = known(named);
    Integer color = change.color();
    labels().set(number, id, change.name(), color == null ? 0 : color);
    return shown(number, id);
  }

  void delete(String named, String id) {
    String number = known(named);
    PhoneLabels.Shown _ = shown(number, id);
    labels().delete(number, id);
  }

  PhoneLabels.Shown mark(String named, String id, Mark mark) {
    String number = known(named);
    PhoneLabels.Shown _ = shown(number, id);
    String message = mark.message();
    Boolean fromMe = mark.fromMe();
    if (message == null) {
      labels().mark(number, id, mark.chat(), mark.on());
    } else {
      labels().mark(number, id, mark.chat(), message, fromMe != null && fromMe, mark.on());
    }
    return shown(number, id);
  }

  private PhoneLabels.Shown shown(String number, String id) {
    return labels().all(number).stream()
        .filter(label -> label.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new ApiException(404, "There is no label " + id));
  }
}

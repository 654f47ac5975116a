package dev.kubezap.whatsapp.contact;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;

/**
 * Asks what a business says of itself ({@code w:biz}, as Baileys' {@code getBusinessProfile} and
 * whatsmeow's {@code GetBusinessProfile} do). Nothing of it is stored.
 */
public final class AskBusiness
    implements ServiceStep<AskBusiness.Of, BusinessProfile, AskBusiness.Gathered> {
  /** The version of the form that clients ask for. */
  private static final String VERSION = "244";

  private static final int NOT_FOUND = 404;
  private static final int LONGEST_TEXT = 4_096;
  private static final int MOST = 64;

  /**
   * The input.
   *
   * @param account a person, without device
   */
  public record Of(Jid account) implements ServiceRequest<BusinessProfile> {}

  /** By which names the account is known. */
  public record Gathered(Jid asked) {}

  @Override
  public Gathered gather(Work<Of> work, StateReader state, Turn turn) {
    Jid account = work.input().account();
    Person person = Person.read(account, state, turn);
    return new Gathered(person.names().phone().orElse(account));
  }

  @Override
  public List<Node> queries(Of request, Gathered gathered, Turn turn) {
    Node profile = Node.of("profile").with("jid", gathered.asked());
    return List.of(
        Node.of("iq", Node.of("business_profile", profile).with("v", VERSION))
            .with("to", Jid.SERVICE)
            .with("type", "get")
            .with("xmlns", "w:biz"));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Gathered gathered, Turn turn) {
    return answers
        .getFirst()
        .child("business_profile")
        .flatMap(all -> all.child("profile"))
        .map(profile -> ServiceStep.given(read(profile)))
        .orElseGet(AskBusiness::none);
  }

  @Override
  public Outcome refused(Of request, Reply.Refused refused, Gathered gathered, Turn turn) {
    return refused.code() == NOT_FOUND
        ? none()
        : ServiceStep.super.refused(request, refused, gathered, turn);
  }

  private static Outcome none() {
    return ServiceStep.answer(
        new ServiceAnswer.Impossible<BusinessProfile>(
            "not-a-business", "This account is no business, or says nothing of itself."));
  }

  private static BusinessProfile read(Node profile) {
    Optional<Node> hours = profile.child("business_hours");
    return new BusinessProfile(
        text(profile, "description"),
        text(profile, "address"),
        text(profile, "email"),
        profile.children("website").stream()
            .limit(MOST)
            .flatMap(site -> text(site).stream())
            .toList(),
        profile
            .child("categories")
            .map(
                all ->
                    all.children("category").stream()
                        .limit(MOST)
                        .flatMap(one -> text(one).stream())
                        .toList())
            .orElse(List.of()),
        hours.flatMap(all -> all.attribute("timezone")),
        hours
            .map(
                all ->
                    all.children("business_hours_config").stream()
                        .limit(MOST)
                        .flatMap(day -> day(day).stream())
                        .toList())
            .orElse(List.of()));
  }

  private static Optional<BusinessProfile.Hours> day(Node day) {
    Optional<String> name = day.attribute("day_of_week");
    return name.map(
        of ->
            new BusinessProfile.Hours(
                of,
                day.attribute("mode").orElse(""),
                minutes(day, "open_time"),
                minutes(day, "close_time")));
  }

  private static Optional<Integer> minutes(Node day, String name) {
    return day.attribute(name).filter(value -> value.matches("[0-9]{1,4}")).map(Integer::valueOf);
  }

  private static Optional<String> text(Node profile, String name) {
    return profile.child(name).flatMap(AskBusiness::text);
  }

  private static Optional<String> text(Node node) {
    return node.text().filter(text -> !text.isEmpty() && text.length() <= LONGEST_TEXT);
  }
}

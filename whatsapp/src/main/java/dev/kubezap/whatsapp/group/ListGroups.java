package dev.kubezap.whatsapp.group;

import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;

/** The groups that are stored, for a caller; nobody is asked. */
public final class ListGroups
    implements ServiceStep<ListGroups.Of, ListGroups.Page, ListGroups.Page> {

  /**
   * The input.
   *
   * @param after the id of the group before the first; empty for the first of all
   * @param limit how many at most, more than 0
   */
  public record Of(String after, int limit) implements ServiceRequest<Page> {}

  /**
   * The answer.
   *
   * @param next what continues the list; empty when there are no more
   */
  public record Page(List<Group> groups, Optional<String> next) {
    public Page {
      groups = List.copyOf(groups);
    }
  }

  @Override
  public Page gather(Work<Of> work, StateReader state, Turn turn) {
    int limit = work.input().limit();
    List<String> names = state.recordNames(GroupKey.KIND, work.input().after(), limit + 1);
    List<String> wanted = names.subList(0, Math.min(limit, names.size()));
    List<Group> groups =
        wanted.stream()
            .flatMap(name -> Jid.parse(name).stream())
            .flatMap(id -> state.read(new GroupKey(id)).stream())
            .toList();
    return new Page(
        groups, names.size() > limit ? Optional.of(wanted.getLast()) : Optional.empty());
  }

  @Override
  public Optional<Outcome> unasked(Of request, Page page, Turn turn) {
    return Optional.of(ServiceStep.given(page));
  }

  @Override
  public List<Node> queries(Of request, Page page, Turn turn) {
    return List.of();
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Page page, Turn turn) {
    return ServiceStep.given(page);
  }
}

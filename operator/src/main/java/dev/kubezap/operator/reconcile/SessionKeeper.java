package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.Webhook;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.apply.Applier;
import dev.kubezap.operator.database.PreparedDatabases;
import dev.kubezap.operator.desired.DesiredObjects;
import dev.kubezap.operator.desired.SessionInputs;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.observed.PodView;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.References;
import dev.kubezap.operator.observed.Result;
import dev.kubezap.operator.observed.StatefulSetView;
import dev.kubezap.operator.observed.UnknownSettings;
import dev.kubezap.operator.rollout.RolloutPolicy;
import dev.kubezap.operator.sessionclass.ClassRules;
import dev.kubezap.operator.sessionclass.EffectiveSpec;
import dev.kubezap.operator.sessionclass.RemovalWishes;
import dev.kubezap.operator.settings.PodDefaults;
import dev.kubezap.operator.status.Situation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.javaoperatorsdk.operator.OperatorException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Brings a session's objects to what its resource says. */
final class SessionKeeper {

  private final SessionCaches caches;
  private final SessionClasses classes;
  private final SelectingWebhooks webhooks;
  private final SharedNumbers numbers;
  private final SecretReader secrets;
  private final DatabasePlaces places;
  private final PreparedDatabases databases;
  private final SessionCredentials credentials;
  private final Applier applier;
  private final Rollouts rollouts;
  private final Supplier<PodDefaults> defaults;
  private final Clock clock;

  SessionKeeper(
      SessionCaches caches,
      SessionClasses classes,
      SelectingWebhooks webhooks,
      SharedNumbers numbers,
      SecretReader secrets,
      DatabasePlaces places,
      PreparedDatabases databases,
      SessionCredentials credentials,
      Applier applier,
      Rollouts rollouts,
      Supplier<PodDefaults> defaults,
      Clock clock) {
    this.caches = caches;
    this.classes = classes;
    this.webhooks = webhooks;
    this.numbers = numbers;
    this.secrets = secrets;
    this.places = places;
    this.databases = databases;
    this.credentials = credentials;
    this.applier = applier;
    this.rollouts = rollouts;
    this.defaults = defaults;
    this.clock = clock;
  }

  /**
   * Applies what is missing and says how things are. As long as there is a problem, what runs
   * already is left alone, unless it is to be stopped.
   *
   * @param running whether the pod is to run
   */
  Situation bringAbout(WhatsAppSession session, boolean running) {
    Applied applied =
        switch (inputs(session, running)) {
          case Result.Missing<SessionInputs>(List<Problem> missing) -> {
            if (!running) {
              stop(session);
            }
            yield new Applied(missing, false);
          }
          case Result.Found<SessionInputs>(SessionInputs inputs) -> apply(inputs);
        };
    // What waits for its turn has its keys already, all but the pod's new settings.
    if (applied.problems().stream().noneMatch(Problem::trouble)) {
      secret(SessionNames.of(session)).ifPresent(credentials::finish);
    }
    var situation = situation(session, applied.problems());
    if (!applied.restart()) {
      rollouts.follow(situation);
    }
    return situation;
  }

  /** Whatever else is not known: that the pod is to be stopped is. */
  private void stop(WhatsAppSession session) {
    SessionNames names = SessionNames.of(session);
    caches
        .get(StatefulSet.class, names, names.object())
        .filter(set -> StatefulSetView.of(set).replicas() > 0)
        .ifPresent(applier::stop);
  }

  /** How things are after something unforeseen. */
  Situation failed(WhatsAppSession session, Exception e) {
    Throwable cause = e instanceof OperatorException && e.getCause() != null ? e.getCause() : e;
    var problem =
        Problem.passing(
            "ReconcileFailed", "it is tried again after an error: " + cause.getMessage());
    return situation(session, List.of(problem));
  }

  private Situation situation(WhatsAppSession session, List<Problem> problems) {
    return new Situation(
        session,
        pod(session),
        statefulSet(session),
        problems,
        classes.last(session),
        numbers.look(session));
  }

  Optional<PodView> pod(WhatsAppSession session) {
    SessionNames names = SessionNames.of(session);
    return caches.get(Pod.class, names, names.pod()).map(pod -> PodView.of(pod, clock.instant()));
  }

  Optional<StatefulSetView> statefulSet(WhatsAppSession session) {
    SessionNames names = SessionNames.of(session);
    return caches.get(StatefulSet.class, names, names.object()).map(StatefulSetView::of);
  }

  private Result<SessionInputs> inputs(WhatsAppSession session, boolean running) {
    SessionNames names = SessionNames.of(session);
    Optional<Problem> unknown = UnknownSettings.problem(session.getSpec().unknown(), "");
    if (unknown.isPresent()) {
      return Result.missing(unknown.get());
    }
    Optional<PersistentVolumeClaim> volume = volume(names);
    Result<EffectiveSpec> wanted = effective(session, volume);
    if (!(wanted instanceof Result.Found<EffectiveSpec>(EffectiveSpec effective))) {
      return new Result.Missing<>(((Result.Missing<EffectiveSpec>) wanted).problems());
    }
    Result<DatabasePlaces.Place> placed =
        places.of(names, effective, secret(names), volume.isPresent());
    if (!(placed instanceof Result.Found<DatabasePlaces.Place>(DatabasePlaces.Place place))) {
      return new Result.Missing<>(((Result.Missing<DatabasePlaces.Place>) placed).problems());
    }
    Result<References> references =
        secrets.resolver(names.namespace(), effective).resolve(effective.spec(), place.login());
    if (!(references instanceof Result.Found<References>(References found))) {
      return new Result.Missing<>(((Result.Missing<References>) references).problems());
    }
    Optional<Problem> forbidden =
        ClassRules.reach(effective, found, names.namespace())
            .or(() -> secrets.forImages(session, effective));
    if (forbidden.isPresent()) {
      return Result.missing(forbidden.get());
    }
    Optional<Problem> unprepared = databases.prepare(found.database());
    if (unprepared.isPresent()) {
      return Result.missing(unprepared.get());
    }
    Result<SessionCredentials.Credentials> result =
        credentials.of(
            session, found.database(), secret(names), volume.isPresent(), place.choice());
    return switch (result) {
      case Result.Missing<SessionCredentials.Credentials>(List<Problem> problems) ->
          new Result.Missing<>(problems);
      case Result.Found<SessionCredentials.Credentials>(var own) ->
          Result.found(
              new SessionInputs(
                  session,
                  effective,
                  found,
                  defaults.get(),
                  running,
                  own.keys(),
                  own.databaseRole()));
    };
  }

  /** What the resource, its class and the webhooks that select it say together. */
  private Result<EffectiveSpec> effective(
      WhatsAppSession session, Optional<PersistentVolumeClaim> volume) {
    // Both are asked, so that each knows whom to call when it changes.
    Result<List<Webhook>> selecting = webhooks.of(session);
    Result<EffectiveSpec> classed = classes.of(session, secret(SessionNames.of(session)), volume);
    return switch (selecting) {
      case Result.Missing<List<Webhook>>(List<Problem> problems) -> new Result.Missing<>(problems);
      case Result.Found<List<Webhook>>(List<Webhook> found) ->
          switch (classed) {
            case Result.Missing<EffectiveSpec> missing -> missing;
            case Result.Found<EffectiveSpec>(EffectiveSpec effective) ->
                Result.found(effective.with(found));
          };
    };
  }

  /** What is to stay of a session that is being deleted. */
  RemovalWishes wishes(WhatsAppSession session) {
    SessionNames names = SessionNames.of(session);
    return classes.wishes(session, secret(names), volume(names));
  }

  /** Where the rows are of a session that was made before. */
  Result<DatabasePlaces.Place> place(WhatsAppSession session) {
    return places.former(session.getSpec(), secret(SessionNames.of(session)));
  }

  /** The session is gone. */
  void forget(SessionNames session) {
    places.forget(session);
  }

  /** What is to stay of a session whose namespace is lost, so that it alone can be read. */
  RemovalWishes wishesOfLost(WhatsAppSession session) {
    return classes.wishesAsReported(session);
  }

  /** Whether its rows are in the operator's database for certain. */
  boolean lostAtHome(WhatsAppSession session) {
    return session.getSpec().database() == null && !classes.mayHavePlaced(session);
  }

  private Optional<PersistentVolumeClaim> volume(SessionNames names) {
    return caches.get(PersistentVolumeClaim.class, names, names.object());
  }

  private Optional<Secret> secret(SessionNames names) {
    return caches.get(Secret.class, names, names.object());
  }

  /** How soon a key that is being replaced needs another look. */
  Optional<Duration> nextKeys(WhatsAppSession session) {
    return credentials.next(secret(SessionNames.of(session)));
  }

  /**
   * In order, up to the first that is refused, but for the claim: a StatefulSet without its volume
   * would only add confusion.
   */
  private Applied apply(SessionInputs inputs) {
    SessionNames names = SessionNames.of(inputs.session());
    boolean restart = false;
    boolean volume = true;
    var refused = new ArrayList<Problem>();
    for (HasMetadata desired : DesiredObjects.of(inputs)) {
      Optional<HasMetadata> known = caches.counterpart(desired, names);
      if (desired instanceof StatefulSet && !volume) {
        return new Applied(refused, false);
      }
      if (desired instanceof StatefulSet set) {
        switch (interrupts(inputs.session(), set)) {
          case Result.Missing<Boolean>(List<Problem> problems) -> {
            return new Applied(problems, false);
          }
          case Result.Found<Boolean>(Boolean interrupts) -> restart = interrupts;
        }
        if (starts(inputs, names) && !rollouts.mayStart(names)) {
          return new Applied(List.of(RolloutPolicy.waitsForStart()), true);
        }
        if (restart) {
          Optional<Problem> obstacle =
              rollouts.obstacle(inputs.session(), inputs.effective().rolloutPaused());
          if (obstacle.isPresent()) {
            return new Applied(List.of(obstacle.get()), true);
          }
        }
      }
      Optional<Problem> problem = applier.apply(desired, known);
      if (problem.isPresent() && desired instanceof PersistentVolumeClaim) {
        // A volume that may not grow serves as it is, and one that may not be stops the pod alone.
        volume = known.isPresent();
        refused.add(problem.get());
      } else if (problem.isPresent()) {
        // Nothing was restarted, so nobody has to wait for it.
        return new Applied(List.of(problem.get()), false);
      }
    }
    return new Applied(List.copyOf(refused), restart);
  }

  /** Whether a pod comes into being that is not to be there yet. */
  private boolean starts(SessionInputs inputs, SessionNames names) {
    return inputs.running()
        && caches
            .get(StatefulSet.class, names, names.object())
            .map(StatefulSetView::of)
            .filter(set -> set.replicas() > 0 && !set.terminating())
            .isEmpty();
  }

  private Result<Boolean> interrupts(WhatsAppSession session, StatefulSet desired) {
    SessionNames names = SessionNames.of(session);
    Optional<StatefulSet> live = caches.get(StatefulSet.class, names, names.object());
    return live.isPresent() && RolloutPolicy.interrupts(pod(session))
        ? applier.makesNewPod(desired, live.get())
        : Result.found(false);
  }

  /**
   * What applying came to.
   *
   * @param problems why not everything is as desired
   * @param restart whether the pod has to be restarted, or waits to be started
   */
  private record Applied(List<Problem> problems, boolean restart) {}
}

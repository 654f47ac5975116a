package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.database.SessionDatabase;
import dev.kubezap.operator.deletion.RemovalPace;
import dev.kubezap.operator.deletion.RemovalPolicy;
import dev.kubezap.operator.deletion.RemovalStep;
import dev.kubezap.operator.deletion.RemovalTimes;
import dev.kubezap.operator.deletion.RemovalView;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.event.EventRecorder;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.Result;
import dev.kubezap.operator.observed.StatefulSetView;
import dev.kubezap.operator.pod.PodApi;
import dev.kubezap.operator.settings.DatabaseLogin;
import dev.kubezap.operator.settings.OperatorSettings;
import dev.kubezap.operator.slots.Slots;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Performs the steps of {@link RemovalPolicy}. */
final class SessionRemover {

  private static final Logger LOG = Logger.getLogger(SessionRemover.class);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration TURN = Duration.ofSeconds(5);

  private final SessionKeeper keeper;
  private final SessionCredentials credentials;
  private final SecretReader secrets;
  private final SessionDatabase database;
  private final Slots slots;
  private final Rollouts rollouts;
  private final PodApi pods;
  private final PodAccess access;
  private final EventRecorder events;
  private final KubernetesClient client;
  private final OperatorSettings settings;
  private final Clock clock;
  private final RemovalTimes times = new RemovalTimes();
  private final RemovalPace pace;

  SessionRemover(
      SessionKeeper keeper,
      SessionCredentials credentials,
      SecretReader secrets,
      SessionDatabase database,
      Slots slots,
      Rollouts rollouts,
      PodApi pods,
      PodAccess access,
      EventRecorder events,
      KubernetesClient client,
      OperatorSettings settings,
      Clock clock) {
    this.keeper = keeper;
    this.credentials = credentials;
    this.secrets = secrets;
    this.database = database;
    this.slots = slots;
    this.rollouts = rollouts;
    this.pods = pods;
    this.access = access;
    this.events = events;
    this.client = client;
    this.settings = settings;
    this.clock = clock;
    pace = new RemovalPace(settings.removalsPerMinute());
  }

  /** Takes the next step; the resource is let go after the last. */
  DeleteControl advance(WhatsAppSession session) {
    Optional<StatefulSetView> live = liveStatefulSet(session);
    String uid = session.getMetadata().getUid();
    RemovalTimes.Seen seen = times.look(uid, RemovalView.standing(live), clock.instant());
    var view = new RemovalView(session, keeper.wishes(session), live, keeper.pod(session), seen);
    DeleteControl control = step(view);
    if (control.isRemoveFinalizer()) {
      times.forget(uid);
      keeper.forget(SessionNames.of(session));
      pace.forget(uid);
    }
    return control;
  }

  /**
   * What is left to do for a session whose namespace goes, and went with this operator's rights:
   * its rows are erased, unless they are to be kept. Everything else goes with the namespace.
   *
   * @throws EraseFailedException when its database cannot be used now
   */
  void letGo(WhatsAppSession session) {
    SessionNames names = SessionNames.of(session);
    times.forget(session.getMetadata().getUid());
    pace.forget(session.getMetadata().getUid());
    keeper.forget(names);
    if (keeper.wishesOfLost(session).keep()) {
      LOG.infof(
          "Session %s/%s goes with its namespace; its device stays linked and its rows are kept, without the keys that open them",
          names.namespace(), names.session());
      return;
    }
    LOG.warnf(
        "Session %s/%s goes with its namespace and could not log out: if its device is still linked, remove it on the phone under linked devices",
        names.namespace(), names.session());
    // What its own Secrets say of where its rows are cannot be read any more.
    Optional<DatabaseLogin> login =
        credentials
            .login(names)
            .or(() -> keeper.lostAtHome(session) ? settings.databaseLogin() : Optional.empty());
    login.ifPresentOrElse(
        found -> eraseRows(session, found),
        () ->
            LOG.warnf(
                "The rows of session %s/%s are kept: what said in which database they are went first",
                names.namespace(), names.session()));
  }

  /**
   * A fleet that was pruned by mistake is not logged out at once. What nobody can save any more,
   * since its pod was ended by somebody else, waits for nothing.
   */
  private boolean waits(RemovalView view) {
    String uid = view.session().getMetadata().getUid();
    return RemovalView.standing(view.statefulSet())
        && !view.wishes().keep()
        && !pace.may(uid, clock.instant());
  }

  private DeleteControl waiting(WhatsAppSession session) {
    times.postpone(session.getMetadata().getUid(), clock.instant());
    events.warning(
        session,
        "RemovalWaits",
        "many sessions are deleted at once, and this one goes on until it is its turn; to save it, set spec.deletionPolicy to"
            + " Keep and make it anew when it is gone");
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(TURN);
  }

  private DeleteControl step(RemovalView view) {
    WhatsAppSession session = view.session();
    if (waits(view)) {
      return waiting(session);
    }
    return switch (RemovalPolicy.next(view, settings.logOutPatience(), clock.instant())) {
      case RemovalStep.StartPod ignored -> {
        if (keeper.bringAbout(session, true).queued()) {
          // Its time to log out begins when it may start.
          times.postpone(session.getMetadata().getUid(), clock.instant());
        }
        yield again();
      }
      case RemovalStep.AwaitPod ignored -> again();
      case RemovalStep.LogOut ignored -> logOut(view);
      case RemovalStep.StopPod(boolean stillLinked) -> stop(session, stillLinked);
      case RemovalStep.AwaitEnd ignored -> again();
      case RemovalStep.Erase(boolean podStillThere) -> erase(view, podStillThere);
      case RemovalStep.Keep ignored -> {
        String because = view.wishes().because();
        events.normal(
            session,
            "Kept",
            "the device stays linked; volume, keys and database rows are kept"
                + (because.isEmpty() ? "" : ": " + because));
        yield DeleteControl.defaultDelete();
      }
    };
  }

  /**
   * Not from the cache: one that was just deleted must not look as if it stood, or the device would
   * be logged out twice.
   */
  private Optional<StatefulSetView> liveStatefulSet(WhatsAppSession session) {
    SessionNames names = SessionNames.of(session);
    StatefulSet live =
        client.apps().statefulSets().inNamespace(names.namespace()).withName(names.object()).get();
    return Optional.ofNullable(live).map(StatefulSetView::of);
  }

  private DeleteControl logOut(RemovalView view) {
    WhatsAppSession session = view.session();
    Optional<PodApi.Access> pod = view.pod().flatMap(there -> access.to(session, there));
    if (pod.isEmpty()) {
      return stop(session, true);
    }
    Duration patience = remaining(view);
    return switch (pods.device(pod.get(), patience)) {
      case PodApi.Device.Unlinked ignored -> stop(session, false);
      // Logged out without a connection, WhatsApp would not learn of it and the phone would list
      // the device for ever.
      case PodApi.Device.Linked(boolean connected) when !connected -> again();
      case PodApi.Device.Linked ignored -> loggedOut(session, pods.logOut(pod.get(), patience));
      case PodApi.Device.Unknown ignored -> again();
    };
  }

  private DeleteControl loggedOut(WhatsAppSession session, PodApi.Answer answer) {
    if (!(answer instanceof PodApi.Answer.Done)) {
      return again();
    }
    events.normal(session, "LogOut", "the device is not linked any more");
    return stop(session, false);
  }

  private Duration remaining(RemovalView view) {
    Instant end = view.seen().since().plus(settings.logOutPatience());
    Duration left = Duration.between(clock.instant(), end);
    return left.compareTo(SOON) < 0 ? SOON : left;
  }

  private DeleteControl stop(WhatsAppSession session, boolean stillLinked) {
    if (stillLinked) {
      events.warning(
          session,
          "LogOutGivenUp",
          "the device could not be logged out in "
              + settings.logOutPatience().toSeconds()
              + " s and may still be linked: remove it on the phone under linked devices");
    }
    SessionNames names = SessionNames.of(session);
    times.stopped(session.getMetadata().getUid());
    Orphans.delete(client, names);
    rollouts.over(names);
    return again();
  }

  private DeleteControl erase(RemovalView view, boolean podStillThere) {
    WhatsAppSession session = view.session();
    SessionNames names = SessionNames.of(session);
    if (podStillThere) {
      events.warning(
          session,
          "PodStillThere",
          "pod " + names.pod() + " did not end; its data is erased nevertheless");
    }
    if (view.endedLinked()) {
      events.warning(
          session,
          "LogOutGivenUp",
          "the pod was deleted by somebody else before it could log out, and the device may still be linked: remove it on the phone under linked devices");
    }
    Optional<DatabaseLogin> login = login(session);
    login.ifPresent(found -> eraseRows(session, found));
    if (view.wishes().retainVolume()) {
      events.normal(
          session,
          "VolumeKept",
          "volume and keys are kept, as storage.retention of the session or its class says");
    } else {
      eraseVolume(names, login.isPresent());
      events.normal(
          session,
          "Erased",
          login.isPresent() ? "volume and keys are erased" : "the volume is erased");
    }
    return DeleteControl.defaultDelete();
  }

  /**
   * A database's Secret is often deleted together with the session; then the login counts that was
   * used last.
   */
  private Optional<DatabaseLogin> login(WhatsAppSession session) {
    SessionNames names = SessionNames.of(session);
    return switch (knownLogin(session)) {
      case Result.Found<DatabaseLogin>(DatabaseLogin login) -> Optional.of(login);
      case Result.Missing<DatabaseLogin> missing -> {
        Optional<DatabaseLogin> former = credentials.login(names);
        if (former.isEmpty()) {
          events.warning(
              session,
              "RowsKept",
              "database rows were not erased, and the Secret "
                  + names.object()
                  + " with the keys that open them is kept: "
                  + missing.problems().getFirst().message());
        }
        yield former;
      }
    };
  }

  private Result<DatabaseLogin> knownLogin(WhatsAppSession session) {
    return switch (keeper.place(session)) {
      case Result.Missing<DatabasePlaces.Place>(List<Problem> problems) ->
          new Result.Missing<>(problems);
      case Result.Found<DatabasePlaces.Place>(DatabasePlaces.Place place) ->
          secrets
              .resolver(session.getMetadata().getNamespace())
              .database(session.getSpec(), place.login());
    };
  }

  /** Rows that stay need their keys, also for a session of the same name. */
  private void eraseVolume(SessionNames names, boolean keys) {
    client
        .persistentVolumeClaims()
        .inNamespace(names.namespace())
        .withName(names.object())
        .delete();
    if (keys) {
      client.secrets().inNamespace(names.namespace()).withName(names.object()).delete();
    }
  }

  private void eraseRows(WhatsAppSession session, DatabaseLogin login) {
    SessionNames names = SessionNames.of(session);
    try {
      slots.outside(
          () -> {
            database.erase(login, names.namespace(), names.session());
            return true;
          });
      credentials.forget(names);
    } catch (SQLException e) {
      events.warning(
          session,
          "EraseFailed",
          "database rows could not be erased and it is tried again; to give up and keep them, set spec.deletionPolicy to Keep");
      throw new EraseFailedException(e);
    }
  }

  private static DeleteControl again() {
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(SOON);
  }
}

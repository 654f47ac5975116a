package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.apply.Applier;
import dev.kubezap.operator.apply.KeyKeeper;
import dev.kubezap.operator.apply.KeyRotator;
import dev.kubezap.operator.apply.KeySource;
import dev.kubezap.operator.breaker.Breaker;
import dev.kubezap.operator.database.PreparedDatabases;
import dev.kubezap.operator.database.SessionDatabase;
import dev.kubezap.operator.database.SessionLogins;
import dev.kubezap.operator.event.EventRecorder;
import dev.kubezap.operator.namespace.NamespaceProbe;
import dev.kubezap.operator.namespace.WatchedNamespaces;
import dev.kubezap.operator.pod.PodApi;
import dev.kubezap.operator.rollout.RolloutLimits;
import dev.kubezap.operator.rollout.RolloutQueue;
import dev.kubezap.operator.settings.LeaseSettings;
import dev.kubezap.operator.settings.OperatorSettings;
import dev.kubezap.operator.settings.PodDefaults;
import dev.kubezap.operator.settings.RolloutSettings;
import dev.kubezap.operator.slots.Slots;
import dev.kubezap.operator.status.Phase;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The operator as a whole: put together, started, stopped. */
public final class SessionOperator implements AutoCloseable {

  private static final int KEY_BYTES = 32;
  private static final int ORPHANS_SECONDS = 30;
  private static final int LEASE_LOOKS_SECONDS = 5;
  private static final int NAMESPACES_SECONDS = 10;
  private static final int GROUPS_SECONDS = 5;
  private static final int WEBHOOKS_SECONDS = 10;
  private static final int BREAKER_SECONDS = 5;

  /** How many reconciliations work at once; as many more as there are may wait for others. */
  private static final int SLOTS = 50;

  /** How long the first that needs a restart waits for others, so that they can be put in order. */
  private static final Duration ROLLOUT_GATHERING = Duration.ofSeconds(2);

  /** How long a session waits for its database's migration before it is told of it. */
  private static final Duration MIGRATION_PATIENCE = Duration.ofSeconds(5);

  /**
   * How often one session is looked at, whatever happens to it: a pod that writes its status
   * without end, or whoever has its token, keeps others waiting no more than that.
   */
  private static final int LOOKS_PER_PERIOD = 10;

  private static final Duration LOOKS_PERIOD = Duration.ofSeconds(1);

  private final SessionWatches watching;
  private final LostSessions lost;
  private final SessionReconciler reconciler;
  private final PhaseNews news;
  private final Leadership leadership;
  private final LeaseSilence leaseSilence;
  private final Progress progress;
  private final WatchDoctor watches;
  private final RolloutQueue rollout;
  private final RolloutQueue starts;
  private final Rollouts rollouts;
  private final FleetBreaker breaker;
  private final PreparedDatabases databases;
  private final OperatorSettings settings;
  private final KubernetesClient client;
  private final Orphans orphans;
  private final WebhookStatuses webhookStatuses;
  private final Sweeper sweeper = new Sweeper();

  /**
   * An operator that is not started yet.
   *
   * @param client stays the caller's
   * @param leadershipLost must end this operator: another one works from now on
   */
  public SessionOperator(
      KubernetesClient client,
      OperatorSettings settings,
      SessionDatabase database,
      PodApi podApi,
      EventRecorder events,
      Metrics metrics,
      Clock clock,
      Runnable leadershipLost) {
    this.settings = settings;
    this.client = client;
    leadership = new Leadership(leadershipLost);
    leaseSilence =
        new LeaseSilence(
            clock, settings.lease().map(LeaseSettings::duration).orElse(Duration.ZERO));
    progress = new Progress(clock);
    watches = new WatchDoctor(clock, this::watching, new ApiServerPulse(client)::answers);
    var random = new SecureRandom();
    boolean oneCache = settings.watchNamespaces().size() <= 1;
    var caches = new SessionCaches(oneCache);
    var classes = new SessionClasses(settings.classRequired());
    var webhooks = new SelectingWebhooks(oneCache);
    var numbers = new SharedNumbers(events);
    var secrets = new SecretReader(client, settings.secretsLabelled());
    webhookStatuses =
        new WebhookStatuses(
            webhooks::counts, WebhookSecrets.of(secrets, clock), WebhookStatuses.by(client), clock);
    var places = new DatabasePlaces(caches, classes, secrets, settings::databaseLogin);
    var access = new PodAccess(caches, settings.trustPodAddressAnnotation());
    RolloutSettings limits = settings.rollout();
    rollout =
        new RolloutQueue(
            new RolloutLimits(
                limits.budget(), limits.share(), limits.failures(), ROLLOUT_GATHERING));
    starts = new RolloutQueue(settings.startBudget());
    rollouts = new Rollouts(caches, rollout, starts, events, settings.rolloutPaused(), clock);
    orphans = new Orphans(caches, client, rollouts);
    var applier = new Applier(client);
    var keys = new KeySource(() -> random(random));
    var slots = new Slots(SLOTS);
    var pods = new WaitingPods(podApi, slots);
    databases = new PreparedDatabases(database, clock, slots, MIGRATION_PATIENCE);
    breaker =
        new FleetBreaker(settings.breaker().map(Breaker::new), database, databases, events, clock);
    var credentials =
        new SessionCredentials(
            new KeyKeeper(client, keys, clock),
            new KeyRotator(client, keys, settings.mountDelay(), clock),
            new SessionLogins(database, databases, clock, slots),
            settings.mountDelay(),
            clock);
    var keeper =
        new SessionKeeper(
            caches,
            classes,
            webhooks,
            numbers,
            secrets,
            places,
            databases,
            credentials,
            applier,
            rollouts,
            defaults(client, settings, clock),
            clock);
    var remover =
        new SessionRemover(
            keeper,
            credentials,
            secrets,
            database,
            slots,
            rollouts,
            pods,
            access,
            events,
            client,
            settings,
            clock);
    news = new PhaseNews(events);
    var reconciler =
        new SessionReconciler(
            caches,
            classes,
            webhooks,
            numbers,
            keeper,
            remover,
            news,
            access,
            new CommandRunner(access, pods, events, new StatusLedgers(client)),
            new PairingPublisher(caches, access, pods, applier, client),
            rollouts,
            breaker,
            progress,
            new LookPace(random::nextDouble),
            clock);
    var operator =
        new Operator(
            configuration -> {
              configuration
                  .withKubernetesClient(client)
                  .withCloseClientOnStop(false)
                  .withMetrics(metrics)
                  .withExecutorService(slots.executor())
                  .withResourceCloner(new SessionCloner(client.getKubernetesSerialization()))
                  .withReconciliationTerminationTimeout(Duration.ofSeconds(10));
              settings
                  .lease()
                  .map(leadership::configuration)
                  .ifPresent(configuration::withLeaderElectionConfiguration);
            });
    watching =
        new SessionWatches(
            operator,
            namespaces -> register(operator, reconciler, namespaces, oneCache),
            new WatchedNamespaces(
                settings.watchNamespaces(),
                new NamespaceProbe(client, SessionCaches.watched())::look));
    lost = new LostSessions(client, remover, reconciler::forget);
    this.reconciler = reconciler;
  }

  private RegisteredController<WhatsAppSession> register(
      Operator operator, SessionReconciler reconciler, Set<String> namespaces, boolean oneCache) {
    return operator.register(
        reconciler,
        override -> {
          override
              .withRetry(FailureRetry.forEver())
              .withRateLimiter(new LinearRateLimiter(LOOKS_PERIOD, LOOKS_PER_PERIOD))
              .withReconciliationMaxInterval(settings.reviewInterval());
          if (!namespaces.isEmpty()) {
            override.settingNamespaces(namespaces);
          }
          if (oneCache) {
            override.withItemStore(new LeanStore<>());
          }
          override.withOnUpdateFilter(Changes::matters);
        });
  }

  /** What pods get, with the API server's addresses as they are now. */
  private static Supplier<PodDefaults> defaults(
      KubernetesClient client, OperatorSettings settings, Clock clock) {
    var network = settings.podDefaults().network();
    if (!network.limitOutgoing() || !network.apiServer().isEmpty()) {
      return settings::podDefaults;
    }
    var apiServer = new ApiServerAddresses(client, network.apiService(), clock);
    return () -> settings.podDefaults().found(apiServer.current());
  }

  private static byte[] random(SecureRandom random) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  /**
   * Fills the caches and begins, or waits until it is this operator's turn; returns when the caches
   * are filled.
   */
  public void start() {
    if (settings.lease().isEmpty()) {
      leadership.alone();
    }
    settings.lease().ifPresent(lease -> leadership.mend(client, lease));
    watching.begin();
    sweeper.every(LEASE_LOOKS_SECONDS, "The Lease", this::lookAtLease);
    sweeper.every(NAMESPACES_SECONDS, "Namespaces", this::lookAtNamespaces);
    sweeper.every(ORPHANS_SECONDS, "Pods without a resource", this::endOrphans);
    sweeper.every(WEBHOOKS_SECONDS, "Webhooks by selector", this::tellOfWebhooks);
    sweeper.every(BREAKER_SECONDS, "The breaker", this::tellTheDatabases);
    sweeper.every(1, "Gathered restarts", rollouts::callGathered);
  }

  /** Before the loop has begun this operator takes no part in choosing a leader. */
  private void lookAtLease() {
    settings
        .lease()
        .filter(lease -> watching.begun())
        .ifPresent(lease -> Leadership.look(client, lease, leaseSilence));
  }

  private void lookAtNamespaces() {
    watching.look();
    if (leading()) {
      watching.ending().forEach(lost::letGo);
    }
  }

  private void tellOfWebhooks() {
    if (leading()) {
      webhookStatuses.write();
    }
  }

  private void tellTheDatabases() {
    if (leading()) {
      breaker.write();
    }
  }

  private void endOrphans() {
    if (leading()) {
      reconciler.forgetVanished();
      rollouts.lookAtLateOnes();
      orphans.end();
    }
  }

  /** Whether all watches are alive. */
  public boolean watching() {
    return watching.alive();
  }

  /** Whether this operator is the one that works. */
  public boolean leading() {
    return leadership.leading();
  }

  /** Why only a new process can help; empty when the loop turns. */
  public Optional<String> obstacle() {
    return leaseSilence.obstacle().or(watching::obstacle).or(this::loopObstacle);
  }

  private Optional<String> loopObstacle() {
    return new LoopLiveness(
            leading(),
            news.size(),
            watches.broken(),
            progress.longest(),
            progress.silence(),
            settings.reviewInterval())
        .obstacle();
  }

  /** How many sessions were in this phase when they were looked at last. */
  public long count(Phase phase) {
    return news.count(phase);
  }

  /** How far the databases have come that are being migrated. */
  public PreparedDatabases databases() {
    return databases;
  }

  /**
   * Has it told again and again how many sessions there are of each group, as they were looked at
   * last.
   */
  public void countGroups(Consumer<Map<SessionGroup, Long>> told) {
    sweeper.every(GROUPS_SECONDS, "Groups of sessions", () -> told.accept(news.groups()));
  }

  /** How many sessions are being restarted for new settings. */
  public int restarting() {
    return rollout.busy();
  }

  /** How many sessions wait for their turn to be restarted. */
  public int awaitingRestart() {
    return rollout.waiting();
  }

  /** How many sessions are being restarted and do not come back. */
  public long stuck() {
    return rollout.stuck();
  }

  /** How many sessions wait until others are mended that do not come back. */
  public long held() {
    return rollout.held();
  }

  /** How many sessions keep their settings because of a pause. */
  public int paused() {
    return rollouts.paused();
  }

  /** Whether no session is to connect, since WhatsApp refused too many. */
  public boolean heldBack() {
    return breaker.holding();
  }

  /** How many sessions try to connect before all others, after connecting was held back. */
  public int probes() {
    return breaker.probes();
  }

  /** How many sessions WhatsApp refused lately. */
  public long refused() {
    return breaker.refused();
  }

  /** How many sessions are being started. */
  public int starting() {
    return starts.busy();
  }

  /** How many sessions wait for their turn to be started. */
  public int awaitingStart() {
    return starts.waiting();
  }

  /** Ends reconciliations that run, stops, and lets another operator have the lease. */
  @Override
  public void close() {
    leadership.end();
    sweeper.close();
    watching.stop();
    settings.lease().ifPresent(lease -> leadership.release(client, lease));
  }
}

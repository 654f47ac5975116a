package dev.kubezap.operator.settings;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How the operator was configured.
 *
 * @param database database of sessions that name none
 * @param trialDatabase whether that database is one for trying, as the chart makes it
 * @param podDefaults what every session pod gets
 * @param watchNamespaces namespaces to serve; empty: all
 * @param classRequired whether sessions without a class are left alone
 * @param secretsLabelled whether sessions may refer only to Secrets that are labelled for it
 * @param trustPodAddressAnnotation whether a pod's annotation may say where the pod is reached; for
 *     places without a pod network
 * @param logOutPatience how long deleting a session may wait for the device's log-out
 * @param reviewInterval how often a session is looked at when nothing happens
 * @param breaker when WhatsApp refuses too many sessions; empty: never
 * @param rollout how far a rollout goes
 * @param rolloutPaused whether no session is restarted for new settings
 * @param startBudget how many sessions may be started at once
 * @param removalsPerMinute how many sessions that are deleted are logged out and erased in a minute
 * @param mountDelay how long until every pod that mounts a Secret sees its change
 * @param lease how several operators agree; empty: this one is the only one
 */
public record OperatorSettings(
    Optional<DatabaseSource> database,
    boolean trialDatabase,
    PodDefaults podDefaults,
    Set<String> watchNamespaces,
    boolean classRequired,
    boolean secretsLabelled,
    boolean trustPodAddressAnnotation,
    Duration logOutPatience,
    Duration reviewInterval,
    Optional<BreakerLimits> breaker,
    RolloutSettings rollout,
    boolean rolloutPaused,
    int startBudget,
    int removalsPerMinute,
    Duration mountDelay,
    Optional<LeaseSettings> lease) {

  /** The login to the database of sessions that name none, as it is now. */
  public Optional<DatabaseLogin> databaseLogin() {
    return database.map(DatabaseSource::login);
  }
}

package dev.kubezap.playground.node.pod;

import java.time.Instant;

/** What a container does at the moment. */
public sealed interface ContainerState {

  /**
   * It does not run yet or again.
   *
   * @param reason as a kubelet names it
   * @param message a sentence for people, may be empty
   * @param notBefore when it is to be (tried to be) started
   */
  record Waiting(String reason, String message, Instant notBefore) implements ContainerState {}

  /** Its process runs since then. */
  record Running(Instant startedAt) implements ContainerState {}

  /**
   * Its process ended and is not started again.
   *
   * @param exitCode 128 + signal when a signal ended it
   * @param id the ended process as a container id
   */
  record Terminated(int exitCode, String reason, Instant startedAt, Instant finishedAt, String id)
      implements ContainerState {}
}

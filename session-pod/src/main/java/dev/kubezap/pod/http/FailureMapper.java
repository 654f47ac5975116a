package dev.kubezap.pod.http;

/**
 * Names the problem of an exception that is not a {@link ProblemException}, and logs it where
 * somebody must look.
 */
@FunctionalInterface
public interface FailureMapper {
  Problem problemOf(Throwable failure);
}

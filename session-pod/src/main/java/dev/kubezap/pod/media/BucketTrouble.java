package dev.kubezap.pod.media;

import dev.kubezap.pod.bucket.BucketException;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;

/** The bucket does not take or give a file. Pure. */
final class BucketTrouble {
  private static final int PATIENCE = 30;

  private BucketTrouble() {}

  /** What a caller is told who asks for a file. */
  static ProblemException of(BucketException cause) {
    String code =
        switch (cause.reason()) {
          case NO_BUCKET -> "bucket-missing";
          case REFUSED -> "bucket-refused";
          case ABSENT, UNREACHABLE, STRANGE -> "bucket-unreachable";
        };
    return new ProblemException(Problem.unavailable(code, advice(cause), PATIENCE));
  }

  /** What is wrong and what to do, without keys. */
  static String advice(BucketException cause) {
    return switch (cause.reason()) {
      case NO_BUCKET -> "The bucket for files of messages does not exist: make it.";
      case REFUSED ->
          "The bucket for files of messages refuses the session's keys: give it keys that may read,"
              + " write, list and delete its objects.";
      case ABSENT, UNREACHABLE, STRANGE ->
          "The bucket for files of messages cannot be used now; what is to be kept waits on the"
              + " volume. The session's log says what the bucket answers.";
    };
  }
}

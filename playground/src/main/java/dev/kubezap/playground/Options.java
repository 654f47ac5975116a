package dev.kubezap.playground;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What the user asks for.
 *
 * @param fresh whether everything from before is deleted first
 * @param tour whether the story is played, after which the playground ends
 * @param keep whether the playground goes on after the tour
 * @param kill whether the tour kills parts, which must recover by themselves
 * @param delete whether the tour ends with the deletion of its session
 * @param data where everything is kept
 * @param kubeconfig of an API server to be used instead of an own one
 */
record Options(
    boolean fresh,
    boolean tour,
    boolean keep,
    boolean kill,
    boolean delete,
    Path data,
    Optional<Path> kubeconfig) {

  static final String USAGE =
      """
      usage: ./playground/up [--tour [--kill] [--delete] [--keep]] [--fresh] [--data FOLDER] [--kubeconfig FILE]

        --tour             play the story from kubectl apply to a delivered answer, then end
        --kill             kill (-9) operator, API server, PostgreSQL, pod and etcd during the tour
        --delete           end the tour by deleting its session
        --keep             go on after the tour instead of ending
        --fresh            begin anew: delete what earlier runs kept
        --data FOLDER      where everything is kept (default playground/data)
        --kubeconfig FILE  use this API server, which must have no nodes of its own

      KUBEZAP_CONTROL_PLANE_DIR names a folder with etcd, kube-apiserver, kube-controller-manager and kubectl.""";

  /**
   * Reads the words of a command line.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  static Options parse(List<String> words, Path defaultData) {
    var options = new Options(false, false, false, false, false, defaultData, Optional.empty());
    for (var rest = words.iterator(); rest.hasNext(); ) {
      options = options.with(rest.next(), rest);
    }
    if (!options.tour && (options.kill || options.delete || options.keep)) {
      throw new IllegalArgumentException("--kill, --delete and --keep go with --tour");
    }
    return options;
  }

  private Options with(String word, Iterator<String> rest) {
    return switch (word) {
      case "--fresh" -> new Options(true, tour, keep, kill, delete, data, kubeconfig);
      case "--tour" -> new Options(fresh, true, keep, kill, delete, data, kubeconfig);
      case "--keep" -> new Options(fresh, tour, true, kill, delete, data, kubeconfig);
      case "--kill" -> new Options(fresh, tour, keep, true, delete, data, kubeconfig);
      case "--delete" -> new Options(fresh, tour, keep, kill, true, data, kubeconfig);
      case "--data" -> new Options(fresh, tour, keep, kill, delete, path(word, rest), kubeconfig);
      case "--kubeconfig" ->
          new Options(fresh, tour, keep, kill, delete, data, Optional.of(path(word, rest)));
      default -> throw new IllegalArgumentException("unknown option " + word);
    };
  }

  private static Path path(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return Path.of(rest.next()).toAbsolutePath().normalize();
  }
}

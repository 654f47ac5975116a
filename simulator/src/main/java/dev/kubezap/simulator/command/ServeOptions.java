package dev.kubezap.simulator.command;

import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.server.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What the command line says about a simulator that is to be started.
 *
 * @param config how to start it
 * @param controlPort of the control API; 0 for any
 * @param accounts to add if they are not there yet
 * @param caFile where the CA's certificate is to be written
 */
record ServeOptions(
    SimulatorConfig config, int controlPort, List<NewAccount> accounts, Optional<Path> caFile) {
  private static final int MAX_PORT = 65_535;
  private static final int MIN_DIGITS = 7;
  private static final int MAX_DIGITS = 15;

  /** An account of the command line: {@code NUMBER[:NAME[:echo]]}. */
  record NewAccount(String number, String name, boolean echo) {
    static NewAccount parse(String text) {
      String[] parts = text.split(":", 3);
      String number = parts[0].replaceAll("[^0-9]", "");
      if (number.length() < MIN_DIGITS || number.length() > MAX_DIGITS) {
        throw new IllegalArgumentException(
            "--account NUMBER[:NAME[:echo]] needs a number of 7 to 15 digits, not " + said(text));
      }
      if (parts.length > 2 && !parts[2].equals("echo")) {
        throw new IllegalArgumentException(
            "--account NUMBER[:NAME[:echo]] ends with echo or a name, not " + said(parts[2]));
      }
      String name = parts.length > 1 && !parts[1].isEmpty() ? parts[1] : number;
      return new NewAccount(number, name, parts.length > 2);
    }
  }

  /**
   * Reads options.
   *
   * @throws IllegalArgumentException with a sentence about the first that is wrong
   */
  static ServeOptions parse(List<String> words) {
    Deque<String> left = new ArrayDeque<>(words);
    SimulatorConfig config = SimulatorConfig.defaults();
    int controlPort = 0;
    Settings settings = config.settings();
    List<NewAccount> accounts = new ArrayList<>();
    Optional<Path> caFile = Optional.empty();
    while (!left.isEmpty()) {
      String option = left.remove();
      switch (option) {
        case "--host" -> config = config.withHost(value(left, option));
        case "--port" -> config = config.withPort(port(left, option));
        case "--control-port" -> controlPort = port(left, option);
        case "--tls" -> config = config.withTls(true);
        case "--ca-file" -> caFile = Optional.of(path(left, option));
        case "--data" -> config = config.withData(path(left, option));
        case "--account" -> accounts.add(NewAccount.parse(value(left, option)));
        case "--minimum-version" ->
            settings = settings.withMinimumVersion(number(left, option, 0, Integer.MAX_VALUE));
        case "--qr-seconds" ->
            settings =
                settings.withQrValidity(
                    Duration.ofSeconds(number(left, option, 1, Integer.MAX_VALUE)));
        case "--hosted" -> settings = settings.withHostedDevices(true);
        default -> throw new IllegalArgumentException("Unknown option " + said(option));
      }
    }
    if (caFile.isPresent() && !config.tls()) {
      throw new IllegalArgumentException("--ca-file needs --tls: without it there is no CA");
    }
    return new ServeOptions(config.with(settings), controlPort, List.copyOf(accounts), caFile);
  }

  private static String value(Deque<String> words, String option) {
    String value = words.poll();
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return value;
  }

  private static Path path(Deque<String> words, String option) {
    String value = value(words, option);
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(option + " needs a path, not " + said(value), e);
    }
  }

  private static int port(Deque<String> words, String option) {
    return number(words, option, 0, MAX_PORT);
  }

  private static int number(Deque<String> words, String option, int least, int most) {
    String value = value(words, option);
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below, as for a number out of range.
    }
    throw new IllegalArgumentException(
        option + " needs a number from " + least + " to " + most + ", not " + said(value));
  }

  private static String said(String word) {
    return word.isEmpty() ? "an empty word" : word;
  }
}

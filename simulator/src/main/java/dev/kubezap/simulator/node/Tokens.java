package dev.kubezap.simulator.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The dictionary of version 3: one table of single-byte tokens, four of double-byte tokens. */
final class Tokens {
  static final Tokens VERSION_3 = load();

  private final List<List<String>> tables;
  private final Map<String, Integer> codes = new HashMap<>();

  private Tokens(List<List<String>> tables) {
    this.tables = tables;
    for (int table = tables.size() - 1; table >= 0; table--) {
      for (int index = 0; index < tables.get(table).size(); index++) {
        codes.put(tables.get(table).get(index), table << 8 | index);
      }
    }
    codes.remove("");
  }

  private static Tokens load() {
    List<List<String>> tables = new ArrayList<>();
    try (InputStream in = Tokens.class.getResourceAsStream("tokens.txt")) {
      if (in == null) {
        throw new IllegalStateException("tokens.txt is missing from the jar");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("# ")) {
          tables.add(new ArrayList<>());
        } else {
          tables.getLast().add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Tokens(tables);
  }

  /** Table (0 = single byte) in the second byte, index in the first. */
  Optional<Integer> code(String text) {
    return Optional.ofNullable(codes.get(text));
  }

  String single(int index) {
    return token(0, index);
  }

  String dictionary(int dictionary, int index) {
    return token(dictionary + 1, index);
  }

  private String token(int table, int index) {
    if (index >= tables.get(table).size()) {
      throw new NodeFormatException("No token " + index + " in table " + table);
    }
    return tables.get(table).get(index);
  }
}

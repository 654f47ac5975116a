package dev.kubezap.pod.json;

import java.io.IOException;
import java.io.Reader;

/**
 * JSON of which each text has at most a few more characters than a limit: what follows of it is
 * passed over as it comes. A parser keeps a text whole, however long it is, and cannot go on behind
 * one that is too long for it. A text is cut in front of a plain character, so that neither an
 * escape nor a pair of surrogates is halved. Used by one thread.
 */
final class CutTexts extends Reader {
  private static final int BUFFER = 8192;

  private final Reader json;
  private final int longest;
  private final char[] buffer = new char[BUFFER];
  private boolean inText;
  private boolean cutting;

  /** The backslash came, not yet what it stands before. */
  private boolean escaping;

  /** How many digits of an escape are to come. */
  private int digits;

  private int length;

  /**
   * Begins.
   *
   * @param longest after so many characters, escapes counted as one, a text may be cut
   */
  CutTexts(Reader json, int longest) {
    this.json = json;
    this.longest = longest;
  }

  @Override
  public int read(char[] target, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    int kept = 0;
    while (kept == 0) {
      int read = json.read(buffer, 0, Math.min(count, BUFFER));
      if (read < 0) {
        return -1;
      }
      for (int i = 0; i < read; i++) {
        if (isKept(buffer[i])) {
          target[offset + kept++] = buffer[i];
        }
      }
    }
    return kept;
  }

  private boolean isKept(char next) {
    if (!inText) {
      inText = next == '"';
      length = 0;
      return true;
    }
    if (escaping) {
      escaping = false;
      digits = next == 'u' ? 4 : 0;
      return !cutting;
    }
    if (digits > 0 && next != '"') {
      digits--;
      return !cutting;
    }
    if (next == '"') {
      inText = false;
      cutting = false;
      digits = 0;
      return true;
    }
    length++;
    if (next == '\\') {
      escaping = true;
    } else if (length > longest + 1 && !Character.isLowSurrogate(next)) {
      cutting = true;
    }
    return !cutting;
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}

package dev.kubezap.whatsapp.node;

import it.auties.whatsapp.io.BinaryTokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words that the wire has numbers for: dictionary version 3, as Cobalt ships it. */
final class Tokens {

  private static final List<BinaryTokens> DICTIONARIES =
      List.of(
          BinaryTokens.DICTIONARY_0_TOKENS,
          BinaryTokens.DICTIONARY_1_TOKENS,
          BinaryTokens.DICTIONARY_2_TOKENS,
          BinaryTokens.DICTIONARY_3_TOKENS);
  private static final Map<String, Token> BY_WORD = byWord();

  /** A word's place: its single byte, or its dictionary's tag and its index there. */
  record Token(int dictionaryTag, int index) {
    static final int NO_DICTIONARY = -1;
  }

  private Tokens() {}

  static @Nullable Token find(String word) {
    return BY_WORD.get(word);
  }

  static @Nullable String single(int index) {
    return BinaryTokens.SINGLE_BYTE_TOKENS.get(index);
  }

  static @Nullable String inDictionary(int dictionaryTag, int index) {
    return DICTIONARIES.get(dictionaryTag - WireTag.DICTIONARY_0).get(index);
  }

  private static Map<String, Token> byWord() {
    Map<String, Token> tokens = new HashMap<>();
    // Dictionaries from last to first, then single bytes: the shortest form of a word wins.
    for (int tag = WireTag.DICTIONARY_3; tag >= WireTag.DICTIONARY_0; tag--) {
      String word;
      for (int index = 0; (word = inDictionary(tag, index)) != null; index++) {
        tokens.put(word, new Token(tag, index));
      }
    }
    String word;
    for (int index = 1; (word = single(index)) != null; index++) {
      tokens.put(word, new Token(Token.NO_DICTIONARY, index));
    }
    return Map.copyOf(tokens);
  }
}

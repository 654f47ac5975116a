package dev.kubezap.pod.store;

/** Makes texts that peers chose fit for columns of type text. */
final class Texts {
  private Texts() {}

  /**
   * PostgreSQL's text cannot hold U+0000; rows are found by the replaced form, their sealed part
   * keeps the original.
   */
  static String storable(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }
}

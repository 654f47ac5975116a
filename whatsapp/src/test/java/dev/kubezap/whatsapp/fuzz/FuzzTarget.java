package dev.kubezap.whatsapp.fuzz;

/** Something that reads bytes of a stranger. */
@FunctionalInterface
public interface FuzzTarget {

  /**
   * Reads the bytes. It swallows the errors that the parser declares; everything else that it
   * throws is a defect of the parser.
   */
  void read(byte[] input) throws Exception;
}

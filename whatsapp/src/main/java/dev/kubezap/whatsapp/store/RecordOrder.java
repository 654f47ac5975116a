package dev.kubezap.whatsapp.store;

import com.google.protobuf.ByteString;
import java.util.Comparator;

/** The order in which names of records are listed. */
public final class RecordOrder {
  /** By the bytes of the name's UTF-8 form, as databases that keep names as bytes order them. */
  public static final Comparator<String> NAMES =
      Comparator.comparing(
          ByteString::copyFromUtf8, ByteString.unsignedLexicographicalComparator());

  private RecordOrder() {}
}

package dev.kubezap.crd.definition;

import java.util.Set;
import java.util.TreeSet;

/** One thing that the first of two definitions takes and the second does not. */
public sealed interface SchemaChange {

  /** The field, such as {@code v1alpha1.spec.webhooks[].url}. */
  String field();

  /** What changed, in one sentence without its end. */
  String text();

  /** A version that is not served any more. */
  record VersionRemoved(String field) implements SchemaChange {
    @Override
    public String text() {
      return "version " + field + " is gone";
    }
  }

  /** A field that is not known any more: what was stored in it is dropped. */
  record FieldRemoved(String field) implements SchemaChange {
    @Override
    public String text() {
      return field + " is gone";
    }
  }

  /** A field that is of another type. */
  record TypeChanged(String field, String before, String after) implements SchemaChange {
    @Override
    public String text() {
      return field + " was " + before + " and is " + after;
    }
  }

  /** A field that takes fewer of the values that are listed for it. */
  record ValuesNarrowed(String field, Set<String> gone) implements SchemaChange {
    /** Copies the values. */
    public ValuesNarrowed {
      gone = Set.copyOf(gone);
    }

    @Override
    public String text() {
      return field + " does not take " + String.join(", ", new TreeSet<>(gone));
    }
  }

  /** A field that must be given now, and has no default. */
  record NewlyRequired(String field) implements SchemaChange {
    @Override
    public String text() {
      return field + " is required";
    }
  }

  /** A length, size, number, pattern or format that takes less. */
  record LimitNarrowed(String field, String limit, String before, String after)
      implements SchemaChange {
    @Override
    public String text() {
      return field + " has " + limit + " " + after + ", had " + before;
    }
  }
}

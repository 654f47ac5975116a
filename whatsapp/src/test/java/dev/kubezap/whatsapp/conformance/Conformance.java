package dev.kubezap.whatsapp.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says of a test which cells of docs/conformance.md it shows. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Conformance.All.class)
public @interface Conformance {

  /** What works. */
  Capability[] value();

  /** Between whom. */
  Direction[] in();

  /** Several of a test. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @interface All {
    Conformance[] value();
  }
}

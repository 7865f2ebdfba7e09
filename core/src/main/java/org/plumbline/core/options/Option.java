package org.plumbline.core.options;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Tells people what a component of an options record is for. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {

  /** The help text: one sentence without a full stop, with the unit. */
  String value() default "";

  /** Whether a recipe or the command line must give it; its default is then never used. */
  boolean required() default false;

  /** For a nested record: whether its options stand without the component's name before them. */
  boolean inline() default false;

  /**
   * Whether it changes no result, so that a run may be resumed with another value: a limit, or
   * where something is kept.
   */
  boolean mayDiffer() default false;
}

package org.plumbline.lm.template;

/** A value that a template may call. */
@FunctionalInterface
interface Callable {
  Object call(Arguments arguments);
}

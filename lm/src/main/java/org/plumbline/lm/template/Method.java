package org.plumbline.lm.template;

/** A method of a value, taken but not called yet. */
record Method(Object receiver, String name, Callable body) implements Callable {
  @Override
  public Object call(Arguments arguments) {
    return body.call(arguments);
  }
}

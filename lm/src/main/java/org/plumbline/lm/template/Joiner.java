package org.plumbline.lm.template;

/** Jinja's {@code joiner}: nothing the first time, then its separator. */
final class Joiner implements Callable {
  private final String separator;
  private boolean used;

  Joiner(String separator) {
    this.separator = separator;
  }

  @Override
  public Object call(Arguments arguments) {
    String value = used ? separator : "";
    used = true;
    return value;
  }
}

package org.plumbline.core.options;

/** Where an option's value came from; a later one overrides an earlier one. */
public enum Origin {
  DEFAULT("default"),
  RECIPE("recipe"),
  COMMAND_LINE("command line");

  private final String words;

  Origin(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}

package org.plumbline.cli.frame;

/**
 * An option as the command line and the help know it.
 *
 * @param name without {@code --}
 * @param label what stands for its value in the help; empty for a flag
 * @param help what it means, half a line
 * @param defaultText its default in words; empty if there is none
 * @param many whether it may be given several times
 */
record OptionLine(String name, String label, String help, String defaultText, boolean many) {

  /** The same where it is given by its place; the label is the name in capitals. */
  OptionLine asPosition() {
    return new OptionLine(name, name.toUpperCase(java.util.Locale.ROOT), help, defaultText, many);
  }

  boolean flag() {
    return label.isEmpty();
  }
}

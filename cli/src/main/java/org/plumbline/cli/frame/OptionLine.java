package org.plumbline.cli.frame;

import java.util.List;
import java.util.Locale;
import org.plumbline.core.options.OptionField;

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
  private static final int LONGEST_CHOICES = 30;

  static OptionLine flag(String name, String help) {
    return new OptionLine(name, "", help, "", false);
  }

  static OptionLine of(OptionField field) {
    boolean many = field.rule().startsWith("a list");
    String shown = field.defaultValue().equals("none") || field.flag() ? "" : field.defaultValue();
    return new OptionLine(
        field.name(),
        field.flag() ? "" : label(field, many),
        field.help(),
        field.required() ? "needed" : shown,
        many);
  }

  private static String label(OptionField field, boolean many) {
    String choices = String.join("|", field.choices());
    String one =
        !choices.isEmpty() && choices.length() <= LONGEST_CHOICES
            ? choices
            : field.rule().startsWith("a whole number")
                ? "N"
                : field.rule().startsWith("a number") ? "X" : "NAME";
    return many ? one + ",..." : one;
  }

  /** The same where it is given by its place; the label is the name in capitals. */
  OptionLine asPosition() {
    return new OptionLine(name, name.toUpperCase(Locale.ROOT), help, "", many);
  }

  boolean flag() {
    return label.isEmpty();
  }

  static List<OptionLine> of(List<OptionField> fields) {
    return fields.stream().map(OptionLine::of).toList();
  }
}

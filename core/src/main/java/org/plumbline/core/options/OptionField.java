package org.plumbline.core.options;

import java.util.List;

/**
 * One option, as help, completion and parsing need it.
 *
 * @param name as on the command line, without dashes
 * @param help what it is for
 * @param rule what its value must be, with an example
 * @param defaultValue as it would be written on the command line
 * @param required whether it must be given
 * @param choices all values, where they can be counted
 * @param flag whether it is true or false, so that the bare name means true
 */
public record OptionField(
    String name,
    String help,
    String rule,
    String defaultValue,
    boolean required,
    List<String> choices,
    boolean flag) {

  public OptionField {
    choices = List.copyOf(choices);
  }
}

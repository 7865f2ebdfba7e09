package org.plumbline.distill.reply;

import java.util.List;

/** A value that stood in a reply. */
public sealed interface LooseValue {

  /** Text between quotes. */
  record Text(String text) implements LooseValue {}

  /** What stood without quotes: a number, a truth value, {@code 8/10}; as it stood there. */
  record Bare(String text) implements LooseValue {}

  /** An array. */
  record Items(List<LooseValue> values) implements LooseValue {
    public Items {
      values = List.copyOf(values);
    }
  }

  /** An object; a name may stand in it twice. */
  record Fields(List<Field> fields) implements LooseValue {
    public Fields {
      fields = List.copyOf(fields);
    }
  }

  /** A name and its value. */
  record Field(String name, LooseValue value) {}
}

package org.plumbline.core.options;

import java.util.List;

/** What somebody wrote for an option, not yet understood. */
public sealed interface GivenValue {

  /** Where it was written, for messages: a file and line, or {@code command line}. */
  String place();

  /** One text; where a list is wanted, commas separate its items. */
  record Text(String text, String place) implements GivenValue {
    @Override
    public String toString() {
      return text;
    }
  }

  /** A list, item by item. */
  record Items(List<String> items, String place) implements GivenValue {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String toString() {
      return items.toString();
    }
  }

  /** A key with nothing after it, or YAML's null. */
  record Nothing(String place) implements GivenValue {
    @Override
    public String toString() {
      return "";
    }
  }
}

package org.plumbline.core.data;

import java.util.List;

/**
 * What answers are compared with.
 *
 * @param id of the answer; empty if it has none
 * @param group what intervals keep together; empty if unknown
 * @param texts at least one
 */
public record References(String id, String group, List<String> texts) {
  public References {
    texts = List.copyOf(texts);
  }
}

package org.plumbline.core.metric;

import static org.plumbline.core.error.Require.require;

import java.util.List;

/**
 * A text beside what it is compared with.
 *
 * @param text what is scored
 * @param references at least one
 */
public record ComparedTexts(String text, List<String> references) {
  public ComparedTexts {
    require(!references.isEmpty(), "a text needs a reference to be compared with (got none)");
    references = List.copyOf(references);
  }
}

package org.plumbline.lm.template;

import java.util.List;
import org.plumbline.lm.text.TokenizedText.Span;

/**
 * A chat as a model reads it.
 *
 * @param text all of it
 * @param assistantSpans the parts that the assistant wrote, one after the other, in UTF-16 units
 */
public record RenderedChat(String text, List<Span> assistantSpans) {
  public RenderedChat {
    assistantSpans = List.copyOf(assistantSpans);
  }
}

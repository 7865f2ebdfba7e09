package org.plumbline.distill.text;

import java.util.HashSet;
import java.util.Set;

/**
 * The terms of a course's material: a question that shares none of them is about something else.
 */
public final class CourseVocabulary {
  private final Set<String> terms = new HashSet<>();

  /** Of these texts. */
  public CourseVocabulary(Iterable<String> texts) {
    texts.forEach(text -> terms.addAll(ContentTerms.of(text)));
  }

  /** The share of a text's terms that the course knows, in [0, 1]. */
  public double share(String text) {
    return ContentTerms.share(text, terms);
  }
}

package org.plumbline.distill.judge;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The grades of one answer, all of them.
 *
 * @param dimensions grade by the dimension's key, in the order of the rubric
 * @param comprehensive grade of the whole
 * @param reasoning what the judge said before; may be empty
 */
public record Scores(Map<String, Double> dimensions, double comprehensive, String reasoning) {
  public Scores {
    dimensions = Collections.unmodifiableMap(new LinkedHashMap<>(dimensions));
  }
}

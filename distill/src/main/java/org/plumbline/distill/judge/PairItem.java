package org.plumbline.distill.judge;

import java.util.List;

/**
 * Two answers to one question.
 *
 * @param id stable name of the item
 * @param question what was asked
 * @param reference a person's answer; may be empty
 * @param first answer of the first system
 * @param second answer of the second system
 */
public record PairItem(String id, String question, String reference, String first, String second) {

  List<String> material() {
    return List.of(question, reference, first, second);
  }
}

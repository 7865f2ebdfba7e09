package org.plumbline.distill.build;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.data.InvalidRows;
import org.plumbline.core.data.RecordRows;

/**
 * A question and an answer that a person wrote: a row with {@code question}, {@code answer}, and
 * {@code id} if there.
 *
 * @param id the same in the files of several languages for the same item; null for none
 */
public record HumanPair(@Nullable String id, String question, String answer) {
  public HumanPair {
    require(
        question != null && !question.isBlank() && answer != null && !answer.isBlank(),
        "a pair needs 'question' and 'answer', neither of them empty");
  }

  /** Reads a file of them. */
  public static List<HumanPair> read(Path file) {
    try (Stream<HumanPair> rows =
        RecordRows.read(file, HumanPair.class, InvalidRows.refuseAlways())) {
      return rows.toList();
    }
  }

  /** What the two languages of an item have in common; empty if it has no name. */
  List<String> keys() {
    return id == null ? List.of() : List.of("item " + id);
  }
}

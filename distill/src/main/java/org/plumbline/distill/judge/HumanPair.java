package org.plumbline.distill.judge;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.plumbline.core.data.InvalidRows;
import org.plumbline.core.data.RecordRows;

/**
 * A question and a person's answer to it: a row with {@code question}, {@code answer}, and {@code
 * id} if there.
 *
 * @param id stable name; the same item in two languages has the same; empty for none
 */
public record HumanPair(String id, String question, String answer) {
  public HumanPair {
    // A row without the column comes with null.
    id = id == null ? "" : id;
    require(
        question != null && !question.isBlank() && answer != null && !answer.isBlank(),
        "a person's pair needs 'question' and 'answer', neither of them empty%s",
        id.isEmpty() ? "" : " (item '%s')".formatted(id));
  }

  /** Reads a file of them. */
  public static List<HumanPair> read(Path file) {
    try (Stream<HumanPair> rows =
        RecordRows.read(file, HumanPair.class, InvalidRows.refuseAlways())) {
      return rows.toList();
    }
  }
}

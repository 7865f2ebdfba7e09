package org.plumbline.cli.distill;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.plumbline.core.data.InvalidRows;
import org.plumbline.core.data.RecordRows;
import org.plumbline.distill.template.PromptTemplate;
import org.plumbline.distill.template.Purpose;

/** Files of the steps, by their own names or by that of the run that wrote them. */
public final class DistillFiles {
  /** Rows of {@code plumb distill ingest}. */
  public static final String PARAGRAPHS = "paragraphs.jsonl";

  /** Rows of {@code plumb distill questions}. */
  public static final String QUESTIONS = "questions.jsonl";

  /** Rows of {@code plumb distill answers}. */
  public static final String ANSWERS = "answers.jsonl";

  /** Calls that gave nothing, beside both. */
  public static final String FAILURES = "failures.jsonl";

  private DistillFiles() {}

  /** The file itself, or the one of this name in a run folder. */
  public static Path rows(String given, String name) {
    Path path = Path.of(given);
    Path file = Files.isDirectory(path) ? path.resolve(name) : path;
    require(
        Files.isRegularFile(file),
        "'%s' is no file of rows; give one, or a run folder that holds %s",
        file,
        name);
    return file;
  }

  /** All rows of a file; a broken one is refused. */
  public static <T extends Record> List<T> all(Path file, Class<T> type) {
    try (Stream<T> rows = RecordRows.read(file, type, InvalidRows.refuseAlways())) {
      return rows.toList();
    }
  }

  /** So many of the items, evenly spread, so that all books and chapters are among them; 0: all. */
  public static <T> List<T> spread(List<T> items, int limit) {
    require(limit >= 0, "limit must not be negative (got %d); 0 takes all", limit);
    if (limit == 0 || limit >= items.size()) {
      return items;
    }
    List<T> some = new ArrayList<>();
    for (long i = 0; i < limit; i++) {
      some.add(items.get((int) (i * items.size() / limit)));
    }
    return some;
  }

  /** A user's prompt for a judge of answers, or the included one. */
  public static PromptTemplate judgePrompt(String file, String language) {
    return prompt(Purpose.JUDGE, file)
        .orElseGet(() -> PromptTemplate.included(Purpose.JUDGE, language));
  }

  /** A user's prompt, if one is named. */
  public static Optional<PromptTemplate> prompt(Purpose purpose, String file) {
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(PromptTemplate.read(purpose, Path.of(file)));
  }
}

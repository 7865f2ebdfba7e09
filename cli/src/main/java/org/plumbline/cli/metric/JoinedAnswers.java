package org.plumbline.cli.metric;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.plumbline.core.data.Answer;
import org.plumbline.core.data.References;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.metric.ComparedTexts;

/**
 * Answers with their references, in the order of the references: joined by id where both files have
 * ids, by place where neither has.
 *
 * @param references of each row
 * @param texts what is compared, [rows]
 */
public record JoinedAnswers(List<References> references, List<ComparedTexts> texts) {
  /** How many ids a message names. */
  private static final int NAMED = 5;

  /** What to do about ids that do not meet. */
  private static final String WAY_OUT =
      "; add or remove these rows, or rename the column by --column id=NAME";

  /**
   * Joins them.
   *
   * @param answersName of the file, for messages
   * @param referencesName of the file, for messages
   * @throws InvalidInputException if a row on either side has no partner, or several
   */
  public static JoinedAnswers of(
      String answersName,
      List<Answer> answers,
      String referencesName,
      List<References> references) {
    boolean answersHaveIds = haveIds(answersName, answers, Answer::id);
    boolean referencesHaveIds = haveIds(referencesName, references, References::id);
    List<Answer> joined =
        answersHaveIds && referencesHaveIds
            ? byId(answersName, answers, referencesName, references)
            : byPlace(answersName, answers, referencesName, references);
    return new JoinedAnswers(
        references,
        IntStream.range(0, joined.size())
            .mapToObj(i -> new ComparedTexts(joined.get(i).text(), references.get(i).texts()))
            .toList());
  }

  private static <T> boolean haveIds(String file, List<T> rows, Function<T, String> id) {
    long with = rows.stream().filter(row -> !id.apply(row).isEmpty()).count();
    require(
        with == 0 || with == rows.size(),
        "either every row has an id or none; in '%s' %d of %d have one",
        file,
        with,
        rows.size());
    return with > 0;
  }

  private static List<Answer> byPlace(
      String answersName,
      List<Answer> answers,
      String referencesName,
      List<References> references) {
    require(
        answers.size() == references.size(),
        "without ids in both files, rows are joined in their order and must be as many; '%s' has %d and '%s' %d. Give both a column 'id' (or --column id=NAME), or make them equal",
        answersName,
        answers.size(),
        referencesName,
        references.size());
    return answers;
  }

  private static List<Answer> byId(
      String answersName,
      List<Answer> answers,
      String referencesName,
      List<References> references) {
    Map<String, Answer> byId = unique(answersName, answers, Answer::id);
    Map<String, References> wanted = unique(referencesName, references, References::id);
    requireNone(
        wanted.keySet().stream().filter(id -> !byId.containsKey(id)).toList(),
        "'%s' has no answer for %%d of %d ids of '%s': %%s"
            .formatted(answersName, references.size(), referencesName));
    requireNone(
        byId.keySet().stream().filter(id -> !wanted.containsKey(id)).toList(),
        "'%s' has no reference for %%d of %d ids of '%s': %%s"
            .formatted(referencesName, answers.size(), answersName));
    return references.stream().map(each -> byId.get(each.id())).toList();
  }

  private static <T> Map<String, T> unique(String file, List<T> rows, Function<T, String> id) {
    Map<String, T> unique = new LinkedHashMap<>();
    List<String> twice = new ArrayList<>();
    for (T row : rows) {
      if (unique.put(id.apply(row), row) != null) {
        twice.add(id.apply(row));
      }
    }
    if (!twice.isEmpty()) {
      throw new InvalidInputException(
          "an id stands for one row; in '%s' these stand for several: %s. Several references of an answer are a list in one row"
              .formatted(file, named(twice)));
    }
    return unique;
  }

  private static void requireNone(List<String> ids, String message) {
    if (!ids.isEmpty()) {
      throw new InvalidInputException(message.formatted(ids.size(), named(ids)) + WAY_OUT);
    }
  }

  private static String named(List<String> ids) {
    String named = String.join(", ", ids.stream().distinct().limit(NAMED).toList());
    return ids.size() > NAMED ? named + ", ..." : named;
  }

  /** How many references each row has: their number, or {@code var}. */
  public String numberOfReferences() {
    long different = references.stream().map(each -> each.texts().size()).distinct().count();
    return different == 1 ? String.valueOf(references.getFirst().texts().size()) : "var";
  }

  /**
   * The cluster of each row by its group, numbered from 0.
   *
   * @throws InvalidInputException if a row has none, or all have the same
   */
  public int[] clusters() {
    Map<String, Integer> numbers = new HashMap<>();
    int[] clusters = new int[references.size()];
    for (int i = 0; i < clusters.length; i++) {
      String group = references.get(i).group();
      require(
          !group.isEmpty(),
          "--cluster needs a group in every row of the references; row %d has none. Name the column by --column group=NAME",
          i + 1);
      numbers.putIfAbsent(group, numbers.size());
      clusters[i] = numbers.getOrDefault(group, 0);
    }
    require(
        numbers.size() > 1,
        "--cluster needs at least two groups, or nothing says how much figures vary (all rows are of '%s')",
        references.getFirst().group());
    return clusters;
  }
}

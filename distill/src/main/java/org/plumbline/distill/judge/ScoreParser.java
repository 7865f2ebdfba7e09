package org.plumbline.distill.judge;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plumbline.distill.llm.Reasoning;
import org.plumbline.distill.reply.LooseJson;
import org.plumbline.distill.reply.LooseJson.Found;
import org.plumbline.distill.reply.LooseValue;
import org.plumbline.distill.reply.LooseValue.Field;

/**
 * Reads grades from a judge's reply, and from nothing else.
 *
 * <p>The last complete object counts that names every dimension and the comprehensive grade, each
 * once and on the scale. In doubt there are no grades: an object that stands word for word in what
 * was judged is a quotation, and names of grades after the last object mean that a later one broke.
 *
 * @param rubric what must be there
 */
record ScoreParser(Rubric rubric) {
  private static final Pattern NAME_AND_COLON =
      Pattern.compile(
          "[\"'\u201c\u201d\u2018\u2019]([^\"'\u201c\u201d\u2018\u2019{}]{1,40})[\"'\u201c\u201d\u2018\u2019]\\s*[:\uff1a]");
  private static final List<String> INNER = List.of("score", "grade", "value", "分数", "得分", "评分");

  /** What a reply came to. */
  sealed interface Reading {}

  /** Grades, all there. */
  record Complete(Scores scores) implements Reading {}

  /** Why there are none, a clause. */
  record Unreadable(String problem) implements Reading {}

  /**
   * Reads a reply.
   *
   * @param material what was judged, whose quotations are no grades
   */
  Reading read(String reply, List<String> material) {
    String text = Reasoning.stripped(reply);
    LooseJson json = LooseJson.read(text);
    if (json.cut()) {
      return new Unreadable("the last object is not complete");
    }
    String partial = "there is no object with grades";
    for (Found found : json.found().reversed()) {
      String source = text.substring(found.start(), found.end());
      if (isQuoted(source, material)) {
        continue;
      }
      Optional<Grades> grades = last(found.value());
      if (grades.isPresent() && grades.get().problem(rubric).isEmpty()) {
        return mentionsGrades(text.substring(found.end()))
            ? new Unreadable("grades follow after the last complete object")
            : complete(grades.get(), text.substring(0, found.start()));
      }
      if (grades.isPresent() && grades.get().isAbout(rubric)) {
        return new Unreadable(grades.get().problem(rubric).orElseThrow());
      }
    }
    return new Unreadable(partial);
  }

  static boolean isQuoted(String source, List<String> material) {
    String bare = withoutBlanks(source);
    return material.stream().anyMatch(given -> withoutBlanks(given).contains(bare));
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s+", "");
  }

  private Complete complete(Grades grades, String before) {
    Map<String, Double> dimensions = new LinkedHashMap<>();
    rubric
        .dimensions()
        .forEach(d -> dimensions.put(d.key(), rubric.scale().grade(grades.of(d)).orElseThrow()));
    double comprehensive = rubric.scale().grade(grades.comprehensive.getFirst()).orElseThrow();
    String reasoning = grades.reasoning.isEmpty() ? before : grades.reasoning.toString();
    return new Complete(new Scores(dimensions, comprehensive, reasoning.strip()));
  }

  /** The object itself, or the last one of a list. */
  private Optional<Grades> last(LooseValue value) {
    return switch (value) {
      case LooseValue.Fields fields -> Optional.of(new Grades(rubric, fields));
      case LooseValue.Items items ->
          items.values().isEmpty() ? Optional.empty() : last(items.values().getLast());
      case LooseValue.Text text -> Optional.empty();
      case LooseValue.Bare bare -> Optional.empty();
    };
  }

  private boolean mentionsGrades(String rest) {
    Matcher names = NAME_AND_COLON.matcher(rest);
    while (names.find()) {
      String folded = Keys.folded(names.group(1));
      if (Keys.isComprehensive(folded)
          || rubric.dimensions().stream().anyMatch(d -> d.isCalled(folded))) {
        return true;
      }
    }
    return false;
  }

  /** What an object names, before it is known whether that is enough. */
  private static final class Grades {
    private final Map<String, List<String>> dimensions = new LinkedHashMap<>();
    private final List<String> comprehensive = new ArrayList<>();
    private final StringBuilder reasoning = new StringBuilder();

    Grades(Rubric rubric, LooseValue.Fields fields) {
      rubric.dimensions().forEach(d -> dimensions.put(d.key(), new ArrayList<>()));
      fields.fields().forEach(field -> add(rubric, field));
    }

    private void add(Rubric rubric, Field field) {
      String name = Keys.folded(field.name());
      Optional<Dimension> dimension =
          rubric.dimensions().stream().filter(d -> d.isCalled(name)).findFirst();
      if (dimension.isPresent()) {
        dimensions.getOrDefault(dimension.get().key(), comprehensive).add(grade(field.value()));
      } else if (Keys.isComprehensive(name)) {
        comprehensive.add(grade(field.value()));
      } else if (Keys.isReasoning(name)) {
        reasoning.append(text(field.value()));
      } else if (field.value() instanceof LooseValue.Fields inner) {
        inner.fields().forEach(each -> add(rubric, each));
      }
    }

    /** Whether it names a dimension or the comprehensive grade at all. */
    boolean isAbout(Rubric rubric) {
      return !comprehensive.isEmpty()
          || rubric.dimensions().stream().anyMatch(d -> !all(d).isEmpty());
    }

    Optional<String> problem(Rubric rubric) {
      for (Dimension dimension : rubric.dimensions()) {
        Optional<String> problem = problem(dimension.key(), all(dimension), rubric.scale());
        if (problem.isPresent()) {
          return problem;
        }
      }
      return problem("comprehensive", comprehensive, rubric.scale());
    }

    private static Optional<String> problem(String name, List<String> given, Scale scale) {
      if (given.isEmpty()) {
        return Optional.of("'%s' is missing".formatted(name));
      }
      if (given.stream().distinct().count() > 1) {
        return Optional.of("'%s' is given twice, with different grades".formatted(name));
      }
      OptionalDouble grade = scale.grade(given.getFirst());
      return grade.isPresent()
          ? Optional.empty()
          : Optional.of(
              "'%s' is no number from %d to %d (%s)"
                  .formatted(name, scale.low(), scale.high(), shown(given.getFirst())));
    }

    String of(Dimension dimension) {
      return all(dimension).getFirst();
    }

    private List<String> all(Dimension dimension) {
      return dimensions.getOrDefault(dimension.key(), List.of());
    }

    private static String grade(LooseValue value) {
      return switch (value) {
        case LooseValue.Text text -> text.text();
        case LooseValue.Bare bare -> bare.text();
        case LooseValue.Items items -> "a list";
        case LooseValue.Fields fields ->
            fields.fields().stream()
                .filter(f -> INNER.contains(plain(f.name())))
                .map(f -> grade(f.value()))
                .findFirst()
                .orElse("an object");
      };
    }

    private static String text(LooseValue value) {
      return switch (value) {
        case LooseValue.Text text -> text.text();
        case LooseValue.Bare bare -> bare.text();
        case LooseValue.Items items -> "";
        case LooseValue.Fields fields -> "";
      };
    }

    private static String plain(String name) {
      return Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).strip();
    }

    private static String shown(String text) {
      return text.length() <= 20 ? text : text.substring(0, 20) + "...";
    }
  }
}

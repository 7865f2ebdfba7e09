package org.plumbline.cli.distill;

import static org.plumbline.cli.distill.OptimizationPage.number;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.plumbline.core.report.ChartPage.Figure;
import org.plumbline.core.report.ChartPage.Section;
import org.plumbline.core.report.ChartPage.Table;
import org.plumbline.core.report.Drawing;
import org.plumbline.distill.optimize.Candidate;
import org.plumbline.distill.optimize.Candidate.Origin;
import org.plumbline.distill.optimize.Optimization;

/** All prompts of a search, each under the one that it was made from, and the way to the best. */
record PromptTree(Optimization found) {

  Section section() {
    List<List<String>> rows = new ArrayList<>();
    Set<String> shown = new HashSet<>();
    found.candidates().stream()
        .filter(c -> c.origin() != Origin.REFLECTION)
        .forEach(c -> branch(c, 0, rows, shown));
    List<String> said = new ArrayList<>();
    said.add(
        "Prompts that were tried: %d. A prompt that was written by reflection stands indented under the one that it was made from; those of resampling come from all of the best of their round."
            .formatted(found.candidates().size()));
    if (!found.refused().isEmpty()) {
      said.add("%d more were written and not tried.".formatted(found.refused().size()));
    }
    List<Table> tables = new ArrayList<>();
    tables.add(
        new Table(
            "All prompts as a tree, on the items of the search",
            List.of(
                "Prompt",
                "Made by",
                "Score",
                "Grade",
                "Penalty",
                "Length of answers",
                "Characters",
                "Items",
                "Calls",
                "Tokens",
                "Cost"),
            rows,
            2));
    tables.add(
        new Table(
            "Their texts",
            List.of("Prompt", "Text"),
            found.candidates().stream().map(c -> List.of(c.id(), cut(c.text()))).toList(),
            2));
    if (!found.refused().isEmpty()) {
      tables.add(
          new Table(
              "Written and not tried",
              List.of("Round", "Made by", "Why", "Text"),
              found.refused().stream()
                  .map(
                      r -> List.of("" + r.iteration(), word(r.origin()), r.reason(), cut(r.text())))
                  .toList(),
              4));
    }
    return new Section("The tree of prompts", said, lineage().stream().toList(), tables);
  }

  private void branch(Candidate candidate, int depth, List<List<String>> rows, Set<String> shown) {
    if (!shown.add(candidate.id())) {
      return;
    }
    String indent = depth == 0 ? "" : "\u00a0\u00a0".repeat(depth - 1) + "\u2514\u00a0";
    String made =
        switch (candidate.origin()) {
          case START -> "a person";
          case REFLECTION ->
              "reflection on %s, round %d"
                  .formatted(candidate.parents().getFirst(), candidate.iteration());
          case RESAMPLING ->
              "resampling of %s, round %d"
                  .formatted(String.join(", ", candidate.parents()), candidate.iteration());
        };
    rows.add(
        List.of(
            indent + candidate.id() + (isBest(candidate) ? " (best)" : ""),
            made,
            number(candidate.score()),
            number(candidate.graded()),
            number(candidate.penalty()),
            number(candidate.lengthRatio()),
            "" + candidate.text().codePointCount(0, candidate.text().length()),
            "%d\u00a0of\u00a0%d"
                .formatted(candidate.scored().size(), candidate.evaluations().size()),
            "%,d".formatted(candidate.spending().calls()),
            "%,d"
                .formatted(
                    candidate.spending().promptTokens() + candidate.spending().completionTokens()),
            String.format(Locale.ROOT, "%.4f", candidate.spending().cost())));
    found.candidates().stream()
        .filter(c -> c.origin() == Origin.REFLECTION)
        .filter(c -> c.parents().getFirst().equals(candidate.id()))
        .forEach(child -> branch(child, depth + 1, rows, shown));
  }

  /** The ancestors of the best; of those of a resampled prompt, the best one. */
  private Optional<Figure> lineage() {
    if (found.best().parents().isEmpty()) {
      return Optional.empty();
    }
    List<Candidate> line = new ArrayList<>(List.of(found.best()));
    while (!line.getFirst().parents().isEmpty()) {
      line.addFirst(found.candidate(line.getFirst().parents().getFirst()));
    }
    List<double[]> scores = new ArrayList<>();
    List<double[]> grades = new ArrayList<>();
    List<String> said = new ArrayList<>();
    for (Candidate candidate : line) {
      candidate.score().ifPresent(score -> scores.add(new double[] {candidate.iteration(), score}));
      candidate
          .graded()
          .ifPresent(grade -> grades.add(new double[] {candidate.iteration(), grade}));
      said.add(
          "%s in round %d: %s, length of answers %s."
              .formatted(
                  candidate.id(),
                  candidate.iteration(),
                  number(candidate.score()),
                  number(candidate.lengthRatio())));
    }
    return Optional.of(
        new Figure(
            "From the starting prompt to the best",
            said,
            new Drawing.Lines(
                "round",
                "score",
                List.of(
                    new Drawing.Line("score", 0, false, scores),
                    new Drawing.Line("grade, before the penalty", 2, true, grades)))));
  }

  private boolean isBest(Candidate candidate) {
    return candidate.id().equals(found.best().id());
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= 280
        ? text
        : text.substring(0, text.offsetByCodePoints(0, 280)) + "...";
  }

  private static String word(Origin origin) {
    return origin.name().toLowerCase(Locale.ROOT);
  }
}

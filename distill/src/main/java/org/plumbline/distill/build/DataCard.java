package org.plumbline.distill.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plumbline.distill.step.CallLog.TeacherCalls;
import org.plumbline.distill.step.StepRecord;

/** {@code README.md} of a corpus: what is in it, where it comes from, what was left out. */
final class DataCard {
  private static final int SHOWN = 300;

  private final Corpus corpus;
  private final StringBuilder text = new StringBuilder();

  private DataCard(Corpus corpus) {
    this.corpus = corpus;
  }

  static String of(Corpus corpus, List<Path> files, Path folder, CardFacts facts) {
    DataCard card = new DataCard(corpus);
    card.text
        .append("# Question-answer corpus\n\n")
        .append(
            "%,d pairs in three parts. No chapter, no near duplicate and no translation of an item stands in two of them (%,d groups were dealt out as wholes).\n"
                .formatted(corpus.size(), corpus.groups()));
    card.parts();
    card.counts("By teacher of the answer", item -> item.provenance().answerTeacher());
    card.counts("By teacher of the question", item -> item.provenance().questionTeacher());
    card.counts("By round of the question", item -> round(item.provenance().round()));
    card.counts("By chapter", DataCard::chapter);
    card.leftOut();
    card.calls(facts.steps());
    card.samples();
    card.making(facts);
    card.files(files, folder);
    return card.text.toString();
  }

  private void parts() {
    heading("Parts");
    List<List<String>> rows = new ArrayList<>();
    for (Part part : Part.values()) {
      List<CorpusItem> items = corpus.part(part);
      rows.add(
          List.of(
              part.word(),
              number(items.size()),
              tally(items, CorpusItem::language),
              tally(items, item -> item.provenance().source())));
    }
    table(List.of("part", "pairs", "languages", "sources"), rows);
  }

  /** A table of what some items have and others have not. */
  private void counts(String title, Function<CorpusItem, @Nullable String> property) {
    Map<String, int[]> counts = new TreeMap<>();
    for (Part part : Part.values()) {
      for (CorpusItem item : corpus.part(part)) {
        String value = property.apply(item);
        if (value != null) {
          counts.computeIfAbsent(value, v -> new int[Part.values().length])[part.ordinal()]++;
        }
      }
    }
    if (counts.isEmpty()) {
      return;
    }
    heading(title);
    List<List<String>> rows = new ArrayList<>();
    counts.forEach(
        (value, of) -> rows.add(List.of(value, number(of[0]), number(of[1]), number(of[2]))));
    table(List.of("", "train", "validation", "test"), rows);
  }

  private void leftOut() {
    heading("Left out");
    text.append(
        "Offered were %s. Each pair that is not here is a row of `%s` with its stage, reason, the value that was measured, and what is kept in its place.\n\n"
            .formatted(
                corpus.offered().entrySet().stream()
                    .map(entry -> "%,d %s".formatted(entry.getValue(), entry.getKey()))
                    .collect(Collectors.joining(", ")),
                CorpusFolder.DROPPED));
    Map<String, Integer> counts = new TreeMap<>();
    corpus
        .dropped()
        .forEach(drop -> counts.merge(drop.stage() + "\0" + drop.reason(), 1, Integer::sum));
    List<List<String>> rows = new ArrayList<>();
    counts.forEach(
        (key, count) -> rows.add(List.of(key.split("\0")[0], key.split("\0")[1], number(count))));
    table(List.of("stage", "reason", "pairs"), rows);
  }

  private void calls(List<StepRecord> steps) {
    if (steps.isEmpty()) {
      return;
    }
    heading("Calls");
    List<List<String>> rows = new ArrayList<>();
    for (StepRecord step : steps) {
      for (TeacherCalls calls : step.teachers()) {
        rows.add(
            List.of(
                step.step(),
                calls.teacher(),
                number(calls.calls()),
                number(calls.unusable()),
                number(calls.cached()),
                number(calls.promptTokens()),
                number(calls.completionTokens()),
                String.format(Locale.ROOT, "%.4f %s", calls.cost(), step.currency())));
      }
    }
    table(
        List.of("step", "teacher", "calls", "unusable", "from cache", "read", "written", "cost"),
        rows);
    text.append(
        "\nTokens are those of all calls; costs what the step paid in all its attempts, the first word to each teacher too.\n");
  }

  private void samples() {
    heading("Samples");
    for (String source : List.of(Provenance.DISTILLED, Provenance.HUMAN, Provenance.EXTRACTED)) {
      corpus.part(Part.TRAIN).stream()
          .filter(item -> item.provenance().source().equals(source))
          .limit(2)
          .forEach(
              item ->
                  text.append(
                      "- **%s** (%s) %s\n"
                          .formatted(line(item.question()), source, line(item.answer()))));
    }
  }

  private void making(CardFacts facts) {
    heading("Made by");
    text.append(
        "Plumbline %s, seed %d:\n\n    %s\n\n"
            .formatted(facts.version(), facts.seed(), facts.command()));
    facts.steps().forEach(s -> text.append("- %s: seed %d\n".formatted(s.step(), s.seed())));
    prompts("question prompts", Provenance::questionPrompt);
    prompts("answer prompts", Provenance::answerPrompt);
    prompts("role prompts", Provenance::role);
    text.append('\n');
    table(List.of("option", "value"), rows(facts.options()));
    text.append('\n');
    table(List.of("input", "SHA-256"), rows(facts.inputs()));
  }

  private void prompts(String what, Function<Provenance, @Nullable String> hash) {
    String hashes =
        items()
            .map(item -> hash.apply(item.provenance()))
            .filter(Objects::nonNull)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    if (!hashes.isEmpty()) {
      text.append("- hashes of %s: %s\n".formatted(what, hashes));
    }
  }

  private void files(List<Path> files, Path folder) {
    heading("Files");
    files.forEach(file -> text.append("- `%s`\n".formatted(folder.relativize(file))));
    text.append("\n`sha256sum -c SHA256SUMS` checks them.\n");
  }

  private Stream<CorpusItem> items() {
    return Stream.of(Part.values()).flatMap(part -> corpus.part(part).stream());
  }

  private static @Nullable String round(@Nullable Integer round) {
    return round == null ? null : round == 0 ? "from paragraphs" : "resampled, round " + round;
  }

  private static @Nullable String chapter(CorpusItem item) {
    String chapter = item.provenance().chapter();
    return chapter == null ? null : item.provenance().book() + ": " + chapter;
  }

  private static String tally(List<CorpusItem> items, Function<CorpusItem, String> property) {
    Map<String, Integer> counts = new TreeMap<>();
    items.forEach(item -> counts.merge(property.apply(item), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private void heading(String title) {
    text.append("\n## ").append(title).append("\n\n");
  }

  private static List<List<String>> rows(Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry -> List.of(entry.getKey(), entry.getValue()))
        .toList();
  }

  private void table(List<String> head, List<List<String>> rows) {
    row(head);
    row(head.stream().map(name -> "---").toList());
    rows.forEach(this::row);
  }

  private void row(List<String> cells) {
    text.append("| ")
        .append(
            cells.stream()
                .map(cell -> line(cell).replace("|", "\\|"))
                .collect(Collectors.joining(" | ")))
        .append(" |\n");
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String line(String of) {
    String plain = of.replaceAll("\\s+", " ").strip();
    return plain.length() <= SHOWN
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, plain.codePointCount(0, SHOWN))) + "...";
  }
}

package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.RowOutput;
import org.plumbline.cli.metric.JoinedAnswers;
import org.plumbline.cli.metric.SystemScores;
import org.plumbline.cli.metric.SystemScores.Both;
import org.plumbline.cli.metric.SystemScores.Difference;
import org.plumbline.cli.metric.SystemScores.Score;
import org.plumbline.cli.metric.TokenChoice;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.data.References;
import org.plumbline.core.metric.Bleu;
import org.plumbline.core.metric.MetricName;
import org.plumbline.core.metric.MetricTable;
import org.plumbline.core.metric.Segmenter;
import org.plumbline.core.metric.TextMetric;
import org.plumbline.core.metric.TokenRule;
import org.plumbline.core.options.Option;
import org.plumbline.core.stats.Bootstrap;
import org.plumbline.core.stats.RandomizationTest;

/** {@code plumb metrics}: how near answers are to references, and whether two systems differ. */
public final class Metrics implements Command<Metrics.Options> {

  /** What is compared, by which definitions. */
  public record Options(
      @Option(
              value = "answers: .jsonl, .csv, .parquet (completion; id if there; reference too)",
              required = true)
          String predictions,
      @Option("their references, a text or a list a row (reference; id, group if there)")
          String references,
      @Option("answers of a second system, to be tested against the first") String against,
      @Option("metrics; empty: all") List<String> metrics,
      @Option("BLEU's, GLEU's: auto, 13a, zh, char, whitespace, jieba, hanlp") String tokens,
      @Option("ROUGE's: auto, rouge, rouge-stems, or as --tokens") String rougeTokens,
      @Option("exact match, F1: auto, squad, squad-zh") String answers,
      @Option("terms for jieba or hanlp, one a line") String dictionary,
      @Option("nltk BLEU's: none, method1, method3") String smoothing,
      @Option("intervals and tests keep rows of a group together") boolean cluster,
      @Option("bootstrap resamples behind the intervals") int resamples,
      @Option("trials of the randomisation test") int trials,
      @Option("a .jsonl, .csv or .parquet with every row's scores") String rowsTo,
      @Option(inline = true) RowOptions rows) {

    Bleu.Smoothing smoothed() {
      return Arrays.stream(Bleu.Smoothing.values())
          .filter(each -> each.label().equals(smoothing))
          .findFirst()
          .orElseThrow(
              () ->
                  new org.plumbline.core.error.InvalidInputException(
                      "smoothing is none, method1 or method3 (got '%s')".formatted(smoothing)));
    }

    List<MetricName> names() {
      return metrics.isEmpty()
          ? List.of(MetricName.values())
          : metrics.stream().map(MetricName::parse).distinct().toList();
    }
  }

  /** How texts were cut; the dictionary is empty unless a segmenter did. */
  record Tokens(String metrics, String rule, String dictionary) {
    static Tokens of(String metrics, TokenRule rule) {
      return new Tokens(
          metrics, rule.label(), rule instanceof Segmenter segmenter ? segmenter.dictionary() : "");
    }
  }

  /** All that came out; what belongs to a second system is empty without one. */
  record Outcome(
      int rows,
      int units,
      List<Tokens> tokens,
      List<Score> scores,
      List<Score> against,
      List<Difference> differences,
      List<String> warnings) {}

  @Override
  public Options defaults() {
    return new Options(
        "",
        "",
        "",
        List.of(),
        TokenChoice.AUTO,
        TokenChoice.AUTO,
        TokenChoice.AUTO,
        "",
        Bleu.USUAL.smoothing().label(),
        false,
        Bootstrap.DEFAULT.resamples(),
        2000,
        "",
        RowOptions.DEFAULT);
  }

  @Override
  public List<String> positional() {
    return List.of("predictions");
  }

  @Override
  public List<String> examples() {
    return List.of(
        "answers.jsonl --references questions.jsonl --column reference=answer",
        "tuned.jsonl --references held-out.jsonl --against plain.jsonl --cluster --json");
  }

  @Override
  public void run(Options options, CommandContext context) {
    List<MetricName> names = options.names();
    Bleu.Smoothing smoothing = options.smoothed();
    SystemScores scoring =
        new SystemScores(
            new Bootstrap(options.resamples(), Bootstrap.DEFAULT.confidence()),
            new RandomizationTest(options.trials()),
            context.seeds());
    List<References> references = references(options, context);
    JoinedAnswers first = join(options.predictions(), references, options, context);
    TokenChoice choice =
        new TokenChoice.Words(
                options.tokens(), options.rougeTokens(), options.answers(), options.dictionary())
            .resolve(references);
    choice.warnings().forEach(context.console()::warn);
    var choices =
        new MetricName.Choices(
            choice.tokens(),
            choice.rouge(),
            smoothing,
            choice.answers(),
            first.numberOfReferences());
    List<TextMetric> metrics = names.stream().map(name -> name.metric(choices)).toList();
    List<MetricTable> tables = new ArrayList<>(List.of(new MetricTable(metrics, first.texts())));
    if (!options.against().isEmpty()) {
      JoinedAnswers second = join(options.against(), references, options, context);
      tables.add(new MetricTable(metrics, second.texts()));
    }
    int[] clusters = options.cluster() ? first.clusters() : new int[0];
    Both both =
        tables.size() == 1
            ? new Both(scoring.of(tables.getFirst(), clusters), List.of(), List.of())
            : scoring.of(tables.getFirst(), tables.getLast(), clusters);
    writeRows(options, context, references, names, tables);
    Outcome outcome = outcome(choice, both, references.size(), clusters);
    context.console().result(outcome, text(options, outcome));
  }

  private static List<References> references(Options options, CommandContext context) {
    boolean own = options.references().isEmpty();
    require(
        !own || !options.predictions().equals("-"),
        "standard input can be read once; give the references as a file with --references");
    return context
        .sources()
        .references(own ? options.predictions() : options.references(), options.rows());
  }

  private static JoinedAnswers join(
      String file, List<References> references, Options options, CommandContext context) {
    return JoinedAnswers.of(
        file,
        context.sources().answers(file, options.rows()),
        options.references().isEmpty() ? options.predictions() : options.references(),
        references);
  }

  private static Outcome outcome(TokenChoice choice, Both both, int rows, int[] clusters) {
    return new Outcome(
        rows,
        clusters.length == 0 ? rows : Arrays.stream(clusters).max().orElse(0) + 1,
        List.of(Tokens.of("bleu, gleu", choice.tokens()), Tokens.of("rouge", choice.rouge())),
        both.first(),
        both.second(),
        both.differences(),
        choice.warnings());
  }

  private static void writeRows(
      Options options,
      CommandContext context,
      List<References> references,
      List<MetricName> names,
      List<MetricTable> tables) {
    if (options.rowsTo().isEmpty()) {
      return;
    }
    try (RowOutput out = context.rows(options.rowsTo())) {
      for (int i = 0; i < references.size(); i++) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("row", i + 1);
        row.put("id", references.get(i).id());
        row.put("group", references.get(i).group());
        for (int system = 0; system < tables.size(); system++) {
          double[] scores = tables.get(system).scores(i);
          for (int m = 0; m < scores.length; m++) {
            row.put((system == 0 ? "" : "against ") + names.get(m).label(), scores[m]);
          }
        }
        out.row(row);
      }
      out.finish();
    }
  }

  private static String text(Options options, Outcome outcome) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%,d rows%s%n",
            outcome.rows(),
            outcome.units() == outcome.rows()
                ? ""
                : ", drawn by their %,d groups".formatted(outcome.units())));
    for (Tokens tokens : outcome.tokens()) {
      text.append("tokens of ").append(tokens.metrics()).append(": ").append(tokens.rule());
      text.append(tokens.dictionary().isEmpty() ? "" : " (" + tokens.dictionary() + ")");
      text.append('\n');
    }
    scores(text, options.predictions(), outcome.scores());
    if (!outcome.differences().isEmpty()) {
      scores(text, options.against(), outcome.against());
      differences(text, options, outcome.differences());
    }
    return text.toString().stripTrailing();
  }

  private static void scores(StringBuilder text, String file, List<Score> scores) {
    text.append(
        String.format("%n%-12s %-14s %9s   %-20s %s%n", file, "", "", "95 % interval", "by"));
    for (Score s : scores) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-12s %-14s %9.4f   %8.4f to %8.4f  %s%n",
              s.metric(),
              s.of(),
              s.value(),
              s.low(),
              s.high(),
              s.signature()));
    }
  }

  private static void differences(
      StringBuilder text, Options options, List<Difference> differences) {
    text.append(
        String.format(
            "%n%s less %s; p by paired bootstrap, by approximate randomisation, and that after Holm over %d metrics%n",
            options.predictions(), options.against(), differences.size()));
    for (Difference d : differences) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-12s %-14s %9.4f   %8.4f to %8.4f  %.4f %.4f %.4f  %s%n",
              d.metric(),
              d.of(),
              d.difference(),
              d.low(),
              d.high(),
              d.bootstrapP(),
              d.randomizationP(),
              d.holmP(),
              d.verdict().startsWith("no")
                  ? "%s; %.4f would have been, in four of five such comparisons"
                      .formatted(d.verdict(), d.smallestEffect())
                  : d.verdict()));
    }
  }
}

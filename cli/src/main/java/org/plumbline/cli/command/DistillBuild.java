package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plumbline.cli.distill.DistillFiles;
import org.plumbline.cli.distill.DuplicateEncoder;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.frame.Version;
import org.plumbline.cli.game.GameText;
import org.plumbline.core.options.Option;
import org.plumbline.core.options.OptionField;
import org.plumbline.core.run.ContentHash;
import org.plumbline.distill.answer.Answer;
import org.plumbline.distill.build.BuildInputs;
import org.plumbline.distill.build.BuildOptions;
import org.plumbline.distill.build.CardFacts;
import org.plumbline.distill.build.Corpus;
import org.plumbline.distill.build.CorpusBuild;
import org.plumbline.distill.build.CorpusFolder;
import org.plumbline.distill.build.Dropped;
import org.plumbline.distill.build.ExportFormat;
import org.plumbline.distill.build.Part;
import org.plumbline.distill.corpus.Paragraph;
import org.plumbline.distill.judge.HumanPair;
import org.plumbline.distill.question.Question;
import org.plumbline.distill.step.StepRecord;

/** {@code plumb distill build}: questions and answers to a corpus in three parts. */
public final class DistillBuild implements StageCommand<DistillBuild.Options> {

  /** What a corpus is made of, and how. */
  public record Options(
      @Option("paragraphs: a run of 'distill ingest', or its file") String paragraphs,
      @Option("questions: a run of 'distill questions', or its file") String questions,
      @Option("answers: runs of 'distill answers', or their files") List<String> answers,
      @Option("grades of 'plumb judge': .jsonl with id and comprehensive") List<String> grades,
      @Option("people's pairs: .jsonl with question, answer, and id if there") List<String> human,
      @Option("pairs for a later test; nothing like them may be in the corpus")
          List<String> keepOut,
      @Option("make a pair of each heading and paragraph, without a teacher") boolean extract,
      @Option("books that are translations of each other: book=book") List<String> translations,
      @Option("forms of the files") List<ExportFormat> formats,
      @Option("encoder whose cosine finds duplicates: MODEL or MODEL@COSINE")
          Optional<DuplicateEncoder> embedding,
      @Option(inline = true) BuildOptions corpus) {

    void requireSomething() {
      require(
          !answers.isEmpty() || !human.isEmpty() || extract,
          "a corpus is made of answers, of people's pairs or of paragraphs; give --answers, --human"
              + " or --extract");
      require(
          answers.isEmpty() || !questions.isEmpty(),
          "answers are joined with their questions; give --questions");
      require(
          !paragraphs.isEmpty() || answers.isEmpty() && !extract,
          "answers and --extract need the paragraphs; give --paragraphs");
      require(!formats.isEmpty(), "a corpus needs a form; give --formats chat");
    }

    BuildInputs read() {
      Map<String, List<HumanPair>> humans = new LinkedHashMap<>();
      human.forEach(file -> humans.put(name(file), HumanPair.read(Path.of(file))));
      List<HumanPair> held = new ArrayList<>();
      keepOut.forEach(file -> held.addAll(HumanPair.read(Path.of(file))));
      List<Answer> answered = new ArrayList<>();
      answerFiles().forEach(file -> answered.addAll(DistillFiles.all(file, Answer.class)));
      return new BuildInputs(
          paragraphFile().map(f -> DistillFiles.all(f, Paragraph.class)).orElse(List.of()),
          questionFile().map(f -> DistillFiles.all(f, Question.class)).orElse(List.of()),
          answered,
          scores(),
          humans,
          held,
          extract,
          translations);
    }

    private Optional<Path> paragraphFile() {
      return paragraphs.isEmpty()
          ? Optional.empty()
          : Optional.of(DistillFiles.rows(paragraphs, DistillFiles.PARAGRAPHS));
    }

    private Optional<Path> questionFile() {
      return questions.isEmpty()
          ? Optional.empty()
          : Optional.of(DistillFiles.rows(questions, DistillFiles.QUESTIONS));
    }

    private List<Path> answerFiles() {
      return answers.stream().map(a -> DistillFiles.rows(a, DistillFiles.ANSWERS)).toList();
    }

    /** Files by the names that the card gives them. */
    Map<String, Path> files() {
      Map<String, Path> files = new LinkedHashMap<>();
      Stream.of(paragraphFile(), questionFile())
          .flatMap(Optional::stream)
          .forEach(file -> files.put(file.toString(), file));
      answerFiles().forEach(file -> files.put(file.toString(), file));
      Stream.of(grades, human, keepOut)
          .flatMap(List::stream)
          .forEach(file -> files.put(file, Path.of(file)));
      return files;
    }

    List<StepRecord> steps() {
      return Stream.concat(questionFile().stream(), answerFiles().stream())
          .flatMap(file -> StepRecord.beside(file).stream())
          .toList();
    }

    /** A row without a number was not graded. */
    private Map<String, Double> scores() {
      Map<String, Double> scores = new HashMap<>();
      for (String file : grades) {
        for (Grade grade : DistillFiles.all(Path.of(file), Grade.class)) {
          if (grade.comprehensive() != null) {
            scores.put(grade.id(), grade.comprehensive());
          }
        }
      }
      return scores;
    }

    private static String name(String file) {
      return String.valueOf(Path.of(file).getFileName());
    }
  }

  /** What is read of a row of a judge. */
  public record Grade(String id, @Nullable Double comprehensive) {
    public Grade {
      require(id != null && !id.isBlank(), "a grade needs the id of an answer");
    }
  }

  /** What came out. */
  public record Outcome(
      String folder,
      Map<Part, Integer> parts,
      Map<String, Integer> offered,
      Map<String, Integer> dropped,
      int groups,
      List<String> files) {}

  @Override
  public Options defaults() {
    return new Options(
        "",
        "",
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        false,
        List.of(),
        List.of(ExportFormat.CHAT, ExportFormat.ALPACA, ExportFormat.SHAREGPT),
        Optional.empty(),
        BuildOptions.DEFAULT);
  }

  @Override
  public List<String> examples() {
    return List.of(
        "--paragraphs runs/book --questions runs/q --answers runs/a --out corpus",
        "--paragraphs runs/book --extract --human faq.jsonl --out corpus");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    options.requireSomething();
    BuildInputs inputs = options.read();
    return DuplicateEncoder.plan(options.embedding(), Plan.empty())
        .with("paragraphs", "%,d", inputs.paragraphs().size())
        .with("questions", "%,d", inputs.questions().size())
        .with("answers", "%,d, %,d of them graded", inputs.answers().size(), inputs.scores().size())
        .with("people's pairs", "%,d", inputs.humans().values().stream().mapToInt(List::size).sum())
        .with("kept out", "%,d", inputs.keepOut().size());
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    options.requireSomething();
    Path folder = context.run().path();
    CorpusFolder.requireWritable(options.formats(), folder);
    Corpus corpus =
        DuplicateEncoder.with(
            options.embedding(),
            context,
            embedding ->
                CorpusBuild.of(
                    options.read(), options.corpus(), embedding, context.seeds().child("build")));
    List<Path> files =
        CorpusFolder.write(folder, corpus, options.formats(), facts(options, context));
    tellEmptyParts(options, corpus, context);
    Outcome outcome = outcome(folder, corpus, files);
    return new Result(outcome, text(outcome));
  }

  private void tellEmptyParts(Options options, Corpus corpus, CommandContext context) {
    for (Part part : Part.values()) {
      boolean wanted = options.corpus().shares().of(part) > 0;
      if (wanted && corpus.part(part).isEmpty()) {
        context
            .console()
            .warn(
                "the %s part is empty: there are %d groups that must not be parted. Give more chapters or books"
                    .formatted(part.word(), corpus.groups()));
      }
    }
  }

  private CardFacts facts(Options options, CommandContext context) {
    Map<String, String> hashes = new LinkedHashMap<>();
    options.files().forEach((name, file) -> hashes.put(name, ContentHash.of(file).hex()));
    Map<String, String> values = new LinkedHashMap<>();
    StringBuilder command = new StringBuilder("plumb distill build");
    JsonNode given = schema().toJson(options);
    JsonNode usual = schema().toJson(defaults());
    for (OptionField field : schema().fields()) {
      String value = shown(given.path(field.name()));
      values.put(field.name(), value);
      if (!value.equals(shown(usual.path(field.name())))) {
        command.append(" --").append(field.name());
        command.append(value.equals("true") ? "" : " '" + value + "'");
      }
    }
    command.append(" --seed ").append(context.common().seed()).append(" --out FOLDER");
    return new CardFacts(
        command.toString(),
        Version.line(),
        context.common().seed(),
        hashes,
        values,
        options.steps());
  }

  private static String shown(JsonNode value) {
    if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.add(item.asText()));
      return String.join(",", items);
    }
    return value.asText();
  }

  private static Outcome outcome(Path folder, Corpus corpus, List<Path> files) {
    Map<Part, Integer> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      parts.put(part, corpus.part(part).size());
    }
    Map<String, Integer> dropped = new TreeMap<>();
    for (Dropped drop : corpus.dropped()) {
      dropped.merge(drop.stage() + ": " + drop.reason(), 1, Integer::sum);
    }
    return new Outcome(
        folder.toString(),
        parts,
        corpus.offered(),
        dropped,
        corpus.groups(),
        files.stream().map(Path::toString).toList());
  }

  private static String text(Outcome outcome) {
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("part", "pairs"));
    outcome.parts().forEach((part, pairs) -> table.add(List.of(part.word(), number(pairs))));
    List<List<String>> dropped = new ArrayList<>();
    dropped.add(List.of("left out", "pairs"));
    outcome.dropped().forEach((reason, pairs) -> dropped.add(List.of(reason, number(pairs))));
    return "%s\n\n%s\n\ncorpus: %s (README.md tells what is in it)"
        .formatted(GameText.table(table), GameText.table(dropped), outcome.folder());
  }

  private static String number(int value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}

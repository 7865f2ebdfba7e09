package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.plumbline.cli.distill.DuplicateEncoder;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Progress;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.game.GameText;
import org.plumbline.core.data.RecordRows;
import org.plumbline.core.options.Option;
import org.plumbline.distill.corpus.Cleaned;
import org.plumbline.distill.corpus.Ingest;
import org.plumbline.distill.corpus.Ingest.BookReport;
import org.plumbline.distill.corpus.Paragraph;

/** {@code plumb distill ingest}: from the files of textbooks to paragraphs. */
public final class DistillIngest implements StageCommand<DistillIngest.Options> {
  private static final String PARAGRAPHS = "paragraphs.jsonl";
  private static final String DUPLICATES = "duplicates.jsonl";
  private static final int EXAMPLE = 40;

  /** What is read, and how it is cut. */
  public record Options(
      @Option(value = "books: .md, .txt, .html, .pdf, .epub, .docx", required = true)
          List<String> files,
      @Option("encoder whose cosine finds duplicates: MODEL or MODEL@COSINE")
          Optional<DuplicateEncoder> embedding,
      @Option(inline = true) Ingest.Options paragraphs) {
    public Options {
      require(
          embedding.isEmpty() || paragraphs.dropDuplicates(),
          "embedding finds duplicates, which stay without --drop-duplicates; give both, or"
              + " neither");
    }

    List<Path> paths() {
      return files.stream().map(Path::of).toList();
    }
  }

  /** What came out. */
  public record Outcome(
      String file,
      int paragraphs,
      List<BookReport> books,
      List<Cleaned.Count> cleaned,
      int duplicates) {}

  @Override
  public Options defaults() {
    return new Options(List.of(), Optional.empty(), Ingest.Options.DEFAULT);
  }

  @Override
  public List<String> positional() {
    return List.of("files");
  }

  @Override
  public List<String> examples() {
    return List.of(
        "handbook-en.md,handbook-zh.md --out runs/paragraphs",
        "lecture.pdf --max-columns 1200 --drop-duplicates --out runs/paragraphs");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    Plan plan = DuplicateEncoder.plan(options.embedding(), Plan.empty());
    for (Map.Entry<Path, String> book :
        Ingest.plan(options.paths(), options.paragraphs()).entrySet()) {
      plan = plan.with(book.getKey().toString(), "book '%s'", book.getValue());
    }
    return plan.with(
            "paragraphs",
            "%,d to %,d columns wide",
            options.paragraphs().minColumns(),
            options.paragraphs().maxColumns())
        .with("duplicates", options.paragraphs().dropDuplicates() ? "dropped" : "kept");
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    Progress progress = context.progress("ingest", options.files().size(), "files");
    int[] begun = {0};
    Ingest.Ingested ingested =
        DuplicateEncoder.with(
            options.embedding(),
            context,
            embedding ->
                Ingest.of(
                    options.paths(),
                    options.paragraphs(),
                    embedding,
                    file -> progress.at(begun[0]++, String.valueOf(file.getFileName()))));
    Path file = context.run().path().resolve(PARAGRAPHS);
    Paragraph.write(file, ingested.paragraphs());
    if (options.paragraphs().dropDuplicates()) {
      RecordRows.write(
          context.run().path().resolve(DUPLICATES), ingested.duplicates().duplicates());
    }
    return new Result(
        new Outcome(
            file.toString(),
            ingested.paragraphs().size(),
            ingested.files(),
            ingested.cleaned(),
            ingested.duplicates().duplicates().size()),
        text(ingested) + "\nparagraphs: " + file);
  }

  private static String text(Ingest.Ingested ingested) {
    List<List<String>> books = new ArrayList<>();
    books.add(
        List.of("book", "pages", "chapters", "sections", "paragraphs", "columns", "languages"));
    for (BookReport book : ingested.files()) {
      books.add(
          List.of(
              book.book(),
              book.pages() == 0 ? "-" : "%,d".formatted(book.pages()),
              "%,d".formatted(book.chapters()),
              "%,d".formatted(book.sections()),
              "%,d".formatted(book.paragraphs()),
              "%,d".formatted(book.columns()),
              words(book.languages())));
    }
    String table = GameText.table(books);
    if (ingested.cleaned().isEmpty()) {
      return table + "\nnothing was cleaned away";
    }
    List<List<String>> cleaned = new ArrayList<>();
    cleaned.add(List.of("cleaned", "times", "characters", "for example"));
    for (Cleaned.Count count : ingested.cleaned()) {
      String example = count.examples().getFirst();
      cleaned.add(
          List.of(
              GameText.word(count.reason()),
              "%,d".formatted(count.count()),
              "%,d".formatted(count.characters()),
              example.length() <= EXAMPLE ? example : example.substring(0, EXAMPLE) + "..."));
    }
    return table + "\n\n" + GameText.table(cleaned);
  }

  private static String words(Map<? extends Enum<?>, Integer> counts) {
    Map<String, Integer> byName = new LinkedHashMap<>();
    counts.forEach((key, count) -> byName.put(GameText.word(key), count));
    return byName.entrySet().stream()
        .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}

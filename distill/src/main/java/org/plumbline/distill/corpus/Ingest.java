package org.plumbline.distill.corpus;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.plumbline.core.options.Option;
import org.plumbline.distill.corpus.Cleaned.Reason;
import org.plumbline.distill.dedup.Candidate;
import org.plumbline.distill.dedup.Deduplicated;
import org.plumbline.distill.dedup.Deduplication;

/** From the files of textbooks to paragraphs: reads, cleans, cuts, and tells what it did. */
public final class Ingest {

  /**
   * How paragraphs are made.
   *
   * @param minColumns shorter ones are joined with their neighbours in the same section
   * @param maxColumns no paragraph is wider
   * @param encoding of text files; empty to find it out
   * @param book the name of the one book that all files are parts of; empty: each file is a book
   * @param keepContents whether tables of contents and indexes stay
   * @param dropDuplicates whether paragraphs that repeat an earlier one go
   * @param similarity Jaccard similarity of character 5-grams from which one repeats another
   */
  public record Options(
      @Option("narrower paragraphs are joined with their neighbours; a Chinese character is 2 wide")
          int minColumns,
      @Option("no paragraph is wider; code, tables and formulas are cut only if wider alone")
          int maxColumns,
      @Option("encoding of text files, such as GB18030; empty: what they look like")
          String encoding,
      @Option("the name of the one book that all files are parts of; empty: each is a book")
          String book,
      @Option("keep tables of contents and indexes") boolean keepContents,
      @Option("drop paragraphs that repeat an earlier one") boolean dropDuplicates,
      @Option("Jaccard similarity of 5-grams from which a paragraph repeats another")
          double similarity) {
    /** About 60 to 250 English words, 200 to 800 Chinese characters. */
    public static final Options DEFAULT = new Options(400, 1600, "", "", false, false, 0.9);

    public Options {
      require(minColumns >= 1, "min-columns must be at least 1 (got %d)", minColumns);
      require(
          maxColumns >= 20 && maxColumns >= minColumns,
          "max-columns must be at least 20 and not below min-columns, %d (got %d)",
          minColumns,
          maxColumns);
      new Deduplication.Options(NGRAM, similarity);
    }
  }

  /** Of paragraphs, which are longer than questions. */
  private static final int NGRAM = 5;

  private final Options options;
  private final Cleaned cleaned = new Cleaned();
  private final List<Paragraph> paragraphs = new ArrayList<>();
  private final List<BookReport> files = new ArrayList<>();
  private final Map<String, Integer> seen = new HashMap<>();

  /** What came of all files. */
  public record Ingested(
      List<Paragraph> paragraphs,
      List<BookReport> files,
      List<Cleaned.Count> cleaned,
      Deduplicated duplicates) {}

  /**
   * What came of one file.
   *
   * @param title as a heading says it; empty if none does
   * @param encoding of its characters; empty where the format settles it
   * @param pages 0 where there are none
   * @param chapters different widest headings
   * @param sections parts between headings that hold text
   * @param columns width of all text
   * @param narrow paragraphs below the least width
   */
  public record BookReport(
      String file,
      String book,
      String title,
      String encoding,
      int pages,
      int chapters,
      int sections,
      int paragraphs,
      long columns,
      int narrow,
      Map<Language, Integer> languages,
      Map<BlockKind, Integer> blocks) {}

  private Ingest(Options options) {
    this.options = options;
  }

  /**
   * Reads files, one after the other.
   *
   * @param begun told of each file before it is read
   * @throws org.plumbline.core.error.InvalidInputException if one cannot be read, is of no known
   *     kind, or if two books have one name
   */
  public static Ingested of(List<Path> files, Options options, Consumer<Path> begun) {
    return of(files, options, Optional.empty(), begun);
  }

  /**
   * Reads files, one after the other.
   *
   * @param embedding by which paragraphs that repeat an earlier one are found, too, if they are
   *     dropped
   * @param begun told of each file before it is read
   */
  public static Ingested of(
      List<Path> files,
      Options options,
      Optional<Deduplication.ByEmbedding> embedding,
      Consumer<Path> begun) {
    Map<Path, String> books = plan(files, options);
    Ingest ingest = new Ingest(options);
    books.forEach(
        (file, book) -> {
          begun.accept(file);
          ingest.add(file, book);
        });
    return ingest.finished(embedding);
  }

  /**
   * Which book each file belongs to: the one named for all, or one called as the file without its
   * ending.
   *
   * @throws org.plumbline.core.error.InvalidInputException as {@link #of} before it reads anything
   */
  public static Map<Path, String> plan(List<Path> files, Options options) {
    String book = options.book();
    Map<Path, String> books = new LinkedHashMap<>();
    Set<String> names = new LinkedHashSet<>();
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      String stem = name.lastIndexOf('.') > 0 ? name.substring(0, name.lastIndexOf('.')) : name;
      require(books.put(file, book.isEmpty() ? stem : book) == null, "'%s' is named twice", file);
      require(
          !book.isEmpty() || names.add(stem),
          "each book needs a name of its own, and two files are called '%s'; rename one, or give"
              + " --book if they are parts of one book",
          stem);
    }
    require(!books.isEmpty(), "ingest needs at least one file; name some");
    for (Path file : files) {
      require(Files.isRegularFile(file), "a book must be a file, and '%s' is none; name one", file);
      DocumentFormats.of(file);
    }
    return books;
  }

  private void add(Path file, String book) {
    Document document = DocumentFormats.of(file).read(file, options.encoding(), cleaned);
    boolean titled = options.book().isEmpty();
    List<Section> sections = Section.of(document.blocks(), titled);
    if (!options.keepContents()) {
      sections = FrontAndBack.without(sections, document.source(), cleaned);
    }
    Rendering rendering = new Rendering(document.form(), cleaned);
    Packing packing =
        new Packing(document.source(), rendering, options.minColumns(), options.maxColumns());
    List<Paragraph> made = new ArrayList<>();
    for (Section section : sections) {
      List<String> path = section.path().stream().map(rendering::title).toList();
      packing.of(section).forEach(units -> made.add(paragraph(book, path, units)));
    }
    require(
        !made.isEmpty(),
        "a book must hold text; nothing is left of '%s' after cleaning; --keep-contents keeps"
            + " tables of contents",
        file);
    paragraphs.addAll(made);
    files.add(report(file, book, document, sections.size(), made));
  }

  private Paragraph paragraph(String book, List<String> path, List<Packing.Unit> units) {
    StringBuilder text = new StringBuilder();
    Set<BlockKind> kinds = EnumSet.noneOf(BlockKind.class);
    BlockKind before = BlockKind.PROSE;
    for (Packing.Unit unit : units) {
      BlockKind kind = unit.piece().kind();
      boolean list = kind == BlockKind.LIST && before == BlockKind.LIST;
      text.append(text.isEmpty() ? "" : list ? "\n" : "\n\n").append(unit.text());
      kinds.add(kind);
      before = kind;
    }
    String whole = text.toString();
    int earlier = seen.merge(Paragraph.id(book, path, whole, 0), 1, Integer::sum) - 1;
    return new Paragraph(
        Paragraph.id(book, path, whole, earlier),
        book,
        path,
        units.getFirst().piece().page(),
        units.getFirst().piece().offset(),
        units.getLast().piece().end(),
        whole,
        Language.of(whole),
        List.copyOf(kinds));
  }

  private BookReport report(
      Path file, String book, Document document, int sections, List<Paragraph> made) {
    Map<Language, Integer> languages = new LinkedHashMap<>();
    Map<BlockKind, Integer> blocks = new LinkedHashMap<>();
    Set<String> chapters = new LinkedHashSet<>();
    long columns = 0;
    int narrow = 0;
    for (Paragraph paragraph : made) {
      int width = TextWidth.of(paragraph.text());
      columns += width;
      narrow += width < options.minColumns() ? 1 : 0;
      chapters.add(paragraph.topHeading());
      languages.merge(paragraph.language(), 1, Integer::sum);
      paragraph.blocks().forEach(kind -> blocks.merge(kind, 1, Integer::sum));
    }
    return new BookReport(
        file.toString(),
        book,
        options.book().isEmpty() ? Section.title(document.blocks()) : "",
        document.encoding(),
        document.pages(),
        chapters.size(),
        sections,
        made.size(),
        columns,
        narrow,
        languages,
        blocks);
  }

  private Ingested finished(Optional<Deduplication.ByEmbedding> embedding) {
    if (!options.dropDuplicates()) {
      return new Ingested(
          List.copyOf(paragraphs),
          List.copyOf(files),
          cleaned.counts(),
          new Deduplicated(paragraphs.stream().map(Paragraph::id).toList(), List.of()));
    }
    List<Candidate> candidates = new ArrayList<>();
    for (Paragraph paragraph : paragraphs) {
      candidates.add(new Candidate(paragraph.id(), paragraph.text(), candidates.size()));
    }
    Deduplicated duplicates =
        Deduplication.of(
            candidates, new Deduplication.Options(NGRAM, options.similarity()), embedding);
    Set<String> kept = duplicates.keptIds();
    List<Paragraph> left = new ArrayList<>();
    for (Paragraph paragraph : paragraphs) {
      if (kept.contains(paragraph.id())) {
        left.add(paragraph);
      } else {
        cleaned.add(Reason.DUPLICATE, paragraph.text());
      }
    }
    return new Ingested(left, List.copyOf(files), cleaned.counts(), duplicates);
  }
}

package org.plumbline.core.report;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.plumbline.core.report.Assets.Script;

/**
 * A page of text, tables and charts: one HTML file that needs no network, in the look of a {@link
 * Report}.
 *
 * @param title of the page
 * @param headline what it shows, in sentences
 * @param sections in their order
 * @param notes what must be said at the end
 */
public record ChartPage(
    String title, List<String> headline, List<Section> sections, List<String> notes) {

  public ChartPage {
    headline = List.copyOf(headline);
    sections = List.copyOf(sections);
    notes = List.copyOf(notes);
  }

  /** A part under a heading. */
  public record Section(
      String heading, List<String> paragraphs, List<Figure> figures, List<Table> tables) {
    public Section {
      paragraphs = List.copyOf(paragraphs);
      figures = List.copyOf(figures);
      tables = List.copyOf(tables);
    }
  }

  /**
   * A chart with what it says in words, for those who cannot see it.
   *
   * @param summary sentences
   */
  public record Figure(String title, List<String> summary, Drawing drawing) {
    public Figure {
      summary = List.copyOf(summary);
    }
  }

  /**
   * A table; the first column is text, the others are numbers unless the heading says so.
   *
   * @param caption what stands in it
   * @param numbers from which column on there are numbers
   */
  public record Table(String caption, List<String> head, List<List<String>> rows, int numbers) {
    public Table {
      head = List.copyOf(head);
      rows = rows.stream().map(List::copyOf).toList();
      for (List<String> row : rows) {
        require(
            row.size() == head.size(),
            "each row of a table must have its %d columns (got %d)",
            head.size(),
            row.size());
      }
    }
  }

  /**
   * Writes the page.
   *
   * @throws org.plumbline.core.error.FailedException if it cannot be written
   */
  public void write(Path html) {
    ReportWriter.replace(html, html());
  }

  /** The page itself. */
  public String html() {
    List<Script> scripts = Assets.scripts(Assets.CHARTS);
    List<Figure> figures = sections.stream().flatMap(s -> s.figures().stream()).toList();
    View view =
        new View(
            title,
            Assets.policy(scripts),
            Assets.style(),
            scripts,
            ReportJson.page(new Data(figures)),
            headline,
            sectionViews(),
            notes);
    return Assets.template("charts").execute(view);
  }

  private List<SectionView> sectionViews() {
    List<SectionView> views = new ArrayList<>();
    int number = 0;
    for (Section section : sections) {
      List<FigureView> figures = new ArrayList<>();
      for (Figure figure : section.figures()) {
        figures.add(new FigureView(number++, figure.title(), figure.summary()));
      }
      views.add(
          new SectionView(
              views.size(),
              section.heading(),
              section.paragraphs(),
              figures,
              section.tables().stream().map(ChartPage::view).toList()));
    }
    return views;
  }

  private static TableView view(Table table) {
    return new TableView(
        table.caption(),
        cells(table.head(), table.numbers()),
        table.rows().stream()
            .map(
                row ->
                    new RowView(row.getFirst(), cells(row, table.numbers()).subList(1, row.size())))
            .toList());
  }

  private static List<CellView> cells(List<String> texts, int numbers) {
    List<CellView> cells = new ArrayList<>();
    for (String text : texts) {
      cells.add(new CellView(text, cells.size() >= numbers ? "number" : ""));
    }
    return cells;
  }

  /** The data of all charts. */
  record Data(List<Figure> figures) {}

  record View(
      String title,
      String policy,
      String style,
      List<Script> scripts,
      String json,
      List<String> headline,
      List<SectionView> sections,
      List<String> notes) {}

  record SectionView(
      int number,
      String heading,
      List<String> paragraphs,
      List<FigureView> figures,
      List<TableView> tables) {}

  record FigureView(int number, String title, List<String> summary) {}

  record TableView(String caption, List<CellView> head, List<RowView> rows) {}

  record RowView(String first, List<CellView> cells) {}

  record CellView(String text, String kind) {}
}

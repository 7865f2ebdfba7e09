package org.plumbline.core.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.report.ChartPage.Figure;
import org.plumbline.core.report.ChartPage.Section;
import org.plumbline.core.report.ChartPage.Table;

final class ChartPageTest {
  private static final String HOSTILE = "</script><script>alert(1)</script>";

  @Test
  void hostileNamesStayText() {
    String html = page(HOSTILE).html();
    assertFalse(html.contains("<script>alert(1)"), "a name became a script");
    assertTrue(html.contains("&lt;script&gt;alert(1)"), "the name is there, escaped");
    assertEquals(html.indexOf("id=\"data\""), html.lastIndexOf("id=\"data\""));
  }

  @Test
  void nothingIsLoadedFromElsewhere() {
    String html = page("a").html();
    assertTrue(html.contains("default-src &#39;none&#39;"));
    assertFalse(html.contains("src=\"http"));
    assertFalse(html.contains("<link"));
  }

  @Test
  void everyFigureHasItsSummaryAndItsData() {
    String html = page("a").html();
    for (int i = 0; i < 3; i++) {
      assertTrue(html.contains("id=\"chart-" + i + "\""), "figure " + i);
      assertTrue(html.contains("id=\"summary-" + i + "\""), "summary " + i);
    }
    assertTrue(html.contains("\"kind\":\"Triangle\""), "the data say what is drawn");
  }

  @Test
  void aRowOfOtherLengthIsRefused() {
    List<List<String>> rows = List.of(List.of("one"));
    assertThrows(InvalidInputException.class, () -> new Table("t", List.of("a", "b"), rows, 1));
  }

  private static ChartPage page(String name) {
    Drawing lines =
        new Drawing.Lines(
            "x", "y", List.of(new Drawing.Line(name, 0, false, List.of(new double[] {0, 1}))));
    Drawing bars =
        new Drawing.Bars(
            "x", List.of(name), List.of(new Drawing.Series(name, 1, new double[] {2})));
    Drawing triangle =
        new Drawing.Triangle(
            List.of(name, "b", "c"), List.of(new Drawing.Mark(name, 2, new double[] {1, 0, 0})));
    return new ChartPage(
        name,
        List.of(name),
        List.of(
            new Section(
                name,
                List.of(name),
                List.of(
                    new Figure(name, List.of(name), lines), new Figure(name, List.of(name), bars)),
                List.of(new Table(name, List.of(name, "n"), List.of(List.of(name, "1")), 1))),
            new Section("b", List.of(), List.of(new Figure("c", List.of(), triangle)), List.of())),
        List.of(name));
  }
}

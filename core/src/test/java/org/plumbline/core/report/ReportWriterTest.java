package org.plumbline.core.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.error.InvalidInputException;

class ReportWriterTest {
  private static final int THREE_MB = 3_000_000;

  @TempDir Path folder;

  @Test
  void thePageLoadsNothingFromAnywhere() {
    String html = withoutLibrary(ReportWriter.html(ExampleReport.of(1)));
    assertFalse(
        Pattern.compile("(src|href|action|srcset|data)\\s*=\\s*[\"']?\\s*(https?:)?//")
            .matcher(html)
            .find());
    assertFalse(
        Pattern.compile(
                "@import|url\\(|<link|<iframe|<img|<object|<embed|fetch\\(|XMLHttpRequest|sendBeacon")
            .matcher(html)
            .find());
    assertTrue(html.contains("default-src &#39;none&#39;"), "the policy forbids every load");
  }

  @Test
  void thePageIsUnderThreeMegabytesEvenWithTooMuchToShow() {
    Report report = HostileReport.huge();
    String html = ReportWriter.html(report);
    int size = html.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(size < THREE_MB, "the page has " + size + " bytes");
    assertTrue(html.contains("samples, evenly taken"), "the page says what it leaves out");
  }

  @Test
  void hostileTextStaysText() {
    String html = withoutLibrary(ReportWriter.html(HostileReport.of()));
    assertEquals(3, count(html, "<script"), "data, library and our own");
    assertEquals(3, count(html, "</script"), "data, library and our own");
    assertFalse(html.contains("<script>alert"));
    assertFalse(html.contains("<img"));
    assertFalse(html.contains("<!--"));
    assertFalse(Pattern.compile("[^\\\\]\" onmouseover").matcher(html).find());
    assertFalse(dataBlock(html).matches("(?s).*[<>&\u2028\u2029].*"));
  }

  @Test
  void hostileTextReachesTheScriptUnchanged() throws IOException {
    JsonNode data = embedded(ReportWriter.html(HostileReport.of()));
    List<String> texts = data.at("/report/samples").findValuesAsText("completion");
    assertEquals(HostileReport.TEXTS, texts.subList(0, HostileReport.TEXTS.size()));
  }

  @Test
  void onlyTheScriptsOfThePageMayRun() {
    String html = ReportWriter.html(ExampleReport.of(1));
    for (Assets.Script script : Assets.scripts(Assets.POLICIES)) {
      assertTrue(
          html.contains("<script>" + script.text() + "</script>"), "a script as it was hashed");
      // The engine escapes some characters of base64 in the attribute.
      assertTrue(html.contains(script.hash().replace("'", "&#39;").replace("=", "&#x3D;")));
    }
  }

  @Test
  void theChartingLibraryKeepsItsNotice() {
    String html = ReportWriter.html(ExampleReport.of(1));
    assertTrue(html.contains("Licensed to the Apache Software Foundation (ASF)"));
    assertTrue(html.contains("Copyright 2017-2022 The Apache Software Foundation"));
  }

  @Test
  void whatIsWrittenBesideThePageCanBeReadAgain() {
    Report report = ExampleReport.of(3);
    Path html = folder.resolve("deep/report.html");
    ReportWriter.write(report, html);
    assertTrue(Files.exists(html));
    assertEquals(report, ReportWriter.read(html));
    assertEquals(report, ReportWriter.read(folder.resolve("deep/report.json")));
  }

  @Test
  void aFileThatIsNoReportIsRefusedByItsName() throws IOException {
    Path json = folder.resolve("report.json");
    Files.writeString(json, "{\"titel\": 1}");
    var error = assertThrows(InvalidInputException.class, () -> ReportWriter.read(json));
    assertTrue(error.getMessage().contains("report.json"), error.getMessage());
  }

  @Test
  void runsSideBySideKeepApartWhatIsTheirs() {
    Report one = ExampleReport.of(1);
    RunFacts facts = one.runs().getFirst();
    RunFacts renamed =
        new RunFacts(
            "other",
            facts.command(),
            8,
            facts.started(),
            facts.machine(),
            facts.phases(),
            facts.options(),
            facts.inputs(),
            facts.versions());
    Report two =
        new Report(
            one.title(),
            one.verdict(),
            one.gold(),
            one.arms(),
            one.frontier(),
            one.accuracies(),
            one.calibration(),
            one.agreements(),
            one.samples(),
            List.of(renamed));
    Report both = Report.compare("both", List.of(one, two));
    assertEquals(8, both.arms().size());
    assertEquals(8, both.arms().stream().map(Arm::colour).distinct().count());
    assertEquals(one.samples().size(), both.samples().size(), "equal prompts share a row");
    assertEquals(9, both.samples().getFirst().texts().size());
    assertThrows(InvalidInputException.class, () -> Report.compare("twice", List.of(one, one)));
  }

  @Test
  void aReportWithNothingInItIsStillAPage() {
    Report empty =
        new Report(
            "empty",
            Verdict.none("Nothing was trained."),
            new GoldReward("gold", "nothing."),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    String html = ReportWriter.html(empty);
    assertTrue(html.contains("Nothing was trained."));
    assertFalse(html.contains("id=\"chart-curves\""));
  }

  private static JsonNode embedded(String html) throws IOException {
    return new ObjectMapper().readTree(dataBlock(html));
  }

  private static String dataBlock(String html) {
    Matcher block =
        Pattern.compile(
                "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL)
            .matcher(html);
    assertTrue(block.find());
    return block.group(1);
  }

  private static String withoutLibrary(String html) {
    String library = Assets.scripts(Assets.POLICIES).getFirst().text();
    assertTrue(html.contains(library));
    assertEquals(0, count(library.toLowerCase(java.util.Locale.ROOT), "</script"));
    assertEquals(0, count(library, "<!--"));
    return html.replace(library, "");
  }

  private static int count(String text, String part) {
    List<Integer> found = new ArrayList<>();
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
      found.add(at);
    }
    return found.size();
  }
}

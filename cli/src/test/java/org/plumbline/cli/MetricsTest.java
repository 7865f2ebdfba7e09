package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumbline.cli.frame.ExitCode;

class MetricsTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;
  private final Shell shell = new Shell();

  @BeforeEach
  void write() throws IOException {
    List<String> references = new ArrayList<>();
    List<String> good = new ArrayList<>();
    List<String> poor = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String text = "the %s cat number %d sat on a mat".formatted(i % 2 == 0 ? "red" : "old", i);
      references.add(
          "{\"id\": %d, \"group\": \"g%d\", \"reference\": [\"%s\", \"another text\"]}"
              .formatted(i, i / 4, text));
      good.add("{\"id\": %d, \"completion\": \"%s\"}".formatted(i, text.replace("mat", "rug")));
      poor.add("{\"id\": %d, \"completion\": \"a dog %d\"}".formatted(i, i));
    }
    file("references.jsonl", references);
    // The order of the answers does not matter where there are ids.
    file("good.jsonl", good.reversed());
    file("poor.jsonl", poor);
  }

  private Path file(String name, List<String> lines) throws IOException {
    return Files.write(folder.resolve(name), lines);
  }

  private JsonNode json(String words) throws IOException {
    var ended = shell.run("metrics " + words.replace("@", folder + "/") + " --json");
    assertEquals(ExitCode.DONE, ended.code(), ended.err());
    return JSON.readTree(ended.out());
  }

  private static double score(JsonNode scores, String metric, String of) {
    for (JsonNode score : scores) {
      if (score.path("metric").asText().equals(metric) && score.path("of").asText().equals(of)) {
        assertTrue(score.path("low").asDouble() <= score.path("value").asDouble() + 1e-12);
        assertTrue(score.path("high").asDouble() >= score.path("value").asDouble() - 1e-12);
        assertFalse(score.path("signature").asText().isEmpty());
        return score.path("value").asDouble();
      }
    }
    throw new AssertionError("no " + of + " score of " + metric + " in " + scores);
  }

  @Test
  void answersMeetTheirReferencesByIdAndEachFigureIsNamed() throws IOException {
    JsonNode found = json("@good.jsonl --references @references.jsonl --resamples 200");
    JsonNode scores = found.path("scores");
    assertEquals(40, found.path("rows").asInt());
    assertEquals(8.0 / 9, score(scores, "bleu-1", "corpus"), 1e-12);
    assertEquals(8.0 / 9, score(scores, "rouge-l", "mean of texts"), 1e-12);
    assertEquals(0, score(scores, "exact-match", "mean of texts"));
    assertEquals(100 * 6.0 / 7, score(scores, "token-f1", "mean of texts"), 1e-9);
    assertTrue(score(scores, "chrf++", "corpus") > 80);
    assertTrue(
        scores.toString().contains("nrefs:2|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0"));
  }

  @Test
  void twoSystemsAreTestedOnTheSameRows() throws IOException {
    JsonNode found =
        json(
            "@good.jsonl --references @references.jsonl --against @poor.jsonl --metrics bleu-1,chrf,token-f1 --resamples 200 --trials 999");
    assertEquals(3, found.path("differences").size());
    for (JsonNode difference : found.path("differences")) {
      assertEquals("better", difference.path("verdict").asText(), difference.toString());
      assertEquals(0.001, difference.path("randomization_p").asDouble(), 1e-12);
      assertEquals(0.003, difference.path("holm_p").asDouble(), 1e-12);
    }
    JsonNode same =
        json(
            "@good.jsonl --references @references.jsonl --against @good.jsonl --metrics bleu-1,chrf --resamples 200 --trials 999");
    for (JsonNode difference : same.path("differences")) {
      assertEquals("no difference seen", difference.path("verdict").asText());
      assertEquals(1, difference.path("randomization_p").asDouble());
    }
  }

  @Test
  void equalSeedsGiveEqualIntervalsAndGroupsAreDrawnWhole() throws IOException {
    String words = "@good.jsonl --references @references.jsonl --metrics gleu --resamples 200";
    assertEquals(json(words + " --seed 3"), json(words + " --seed 3"));
    JsonNode clustered = json(words + " --cluster");
    assertEquals(10, clustered.path("units").asInt());
    assertEquals(40, clustered.path("rows").asInt());
  }

  @Test
  void everyRowsScoresGoToAFile() throws IOException {
    Path rows = folder.resolve("rows.jsonl");
    json(
        "@good.jsonl --references @references.jsonl --against @poor.jsonl --metrics rouge-1 --rows-to @rows.jsonl --resamples 200 --trials 200");
    List<String> lines = Files.readAllLines(rows);
    assertEquals(40, lines.size());
    JsonNode first = JSON.readTree(lines.getFirst());
    assertEquals("0", first.path("id").asText());
    assertEquals(8.0 / 9, first.path("rouge-1").asDouble(), 1e-12);
    assertTrue(first.path("against rouge-1").asDouble() < 0.5);
  }

  @Test
  void chineseIsCutByItsCharactersUnlessToldOtherwiseWhichIsWarnedOf() throws IOException {
    file(
        "zh.jsonl",
        List.of(
            "{\"completion\": \"系统的抗噪声性能\", \"reference\": \"系统的抗噪声性能。\"}",
            "{\"completion\": \"QPSK 的误码率\", \"reference\": \"QPSK的误码率\"}"));
    JsonNode found = json("@zh.jsonl --resamples 200 --metrics rouge-1,token-f1,exact-match");
    assertEquals("zh", found.path("tokens").path(1).path("rule").asText());
    assertTrue(score(found.path("scores"), "rouge-1", "mean of texts") > 0.9);
    assertEquals(100, score(found.path("scores"), "exact-match", "mean of texts"));
    assertEquals(0, found.path("warnings").size());
    var ended =
        shell.run(
            "metrics %s/zh.jsonl --resamples 200 --metrics rouge-1 --rouge-tokens rouge", folder);
    assertTrue(ended.err().contains("drops every Chinese character"), ended.err());
  }

  @Test
  void wordsOfASegmenterAreNamedWithItsDictionary() throws IOException {
    file("zh.jsonl", List.of("{\"completion\": \"消除码间串扰\", \"reference\": \"消除码间串扰的方法\"}"));
    file("terms.txt", List.of("码间串扰"));
    JsonNode found =
        json("@zh.jsonl --tokens hanlp --dictionary @terms.txt --resamples 200 --metrics bleu-1");
    JsonNode tokens = found.path("tokens").path(0);
    assertTrue(tokens.path("rule").asText().startsWith("hanlp"), tokens.toString());
    assertTrue(tokens.path("dictionary").asText().contains("terms.txt ("), tokens.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "good.jsonl --references short.jsonl | has no reference for 37 of 40 ids",
        "three.jsonl --references references.jsonl | has no answer for 37 of 40 ids",
        "good.jsonl --references plain.jsonl | must be as many",
        "good.jsonl | each row needs 'reference'",
        "good.jsonl --references empty.jsonl | is empty",
        "twice.jsonl --references references.jsonl | an id stands for one row",
        "good.jsonl --references references.jsonl --metrics blue-4 | no metric is called 'blue-4'",
        "good.jsonl --references references.jsonl --tokens words | no way to cut texts",
        "good.jsonl --references references.jsonl --dictionary x | is for a segmenter",
        "good.jsonl --references references.jsonl --smoothing 7 | smoothing is none, method1",
        "good.jsonl --references references.jsonl --resamples 5 | at least 100 resamples",
        "good.jsonl --references none.jsonl --cluster | at least one text",
        "mixed.jsonl --references references.jsonl | either every row has an id or none",
      })
  void whatDoesNotFitIsNamed(String words, String said) throws IOException {
    file("short.jsonl", Files.readAllLines(folder.resolve("references.jsonl")).subList(0, 3));
    file("three.jsonl", Files.readAllLines(folder.resolve("poor.jsonl")).subList(0, 3));
    file("plain.jsonl", List.of("{\"reference\": \"a\"}"));
    file("none.jsonl", List.of("{\"reference\": []}"));
    file("empty.jsonl", List.of());
    file(
        "twice.jsonl",
        List.of("{\"id\": 1, \"completion\": \"\"}", "{\"id\": 1, \"completion\": \"\"}"));
    file("mixed.jsonl", List.of("{\"id\": 1, \"completion\": \"\"}", "{\"completion\": \"\"}"));
    var ended = shell.run("metrics " + words.replaceAll("([a-z]+\\.jsonl)", folder + "/$1"));
    assertEquals(ExitCode.INVALID, ended.code(), ended.err());
    assertTrue(ended.err().contains(said), ended.err());
  }
}

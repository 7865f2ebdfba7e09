package org.plumbline.lm.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.testkit.GoldenFile;
import org.plumbline.testkit.SeededRandom;

/** Rules of sampling against Hugging Face's. */
final class GoldenLogitsProcessorTest {
  private static final double TOLERANCE = 1e-5;

  /** The names that the reference gives its rules. */
  private static final Map<Class<?>, String> NAMES =
      Map.ofEntries(
          Map.entry(LogitsProcessor.SequenceBias.class, "SequenceBiasLogitsProcessor"),
          Map.entry(LogitsProcessor.RepetitionPenalty.class, "RepetitionPenaltyLogitsProcessor"),
          Map.entry(LogitsProcessor.NoRepeatNgram.class, "NoRepeatNGramLogitsProcessor"),
          Map.entry(LogitsProcessor.BadWords.class, "NoBadWordsLogitsProcessor"),
          Map.entry(LogitsProcessor.MinLength.class, "MinLengthLogitsProcessor"),
          Map.entry(LogitsProcessor.MinNewTokens.class, "MinNewTokensLengthLogitsProcessor"),
          Map.entry(LogitsProcessor.ForcedEnd.class, "ForcedEOSTokenLogitsProcessor"),
          Map.entry(LogitsProcessor.SuppressTokens.class, "SuppressTokensLogitsProcessor"),
          Map.entry(LogitsProcessor.Temperature.class, "TemperatureLogitsWarper"),
          Map.entry(LogitsProcessor.TopK.class, "TopKLogitsWarper"),
          Map.entry(LogitsProcessor.TopP.class, "TopPLogitsWarper"),
          Map.entry(LogitsProcessor.MinP.class, "MinPLogitsWarper"),
          Map.entry(LogitsProcessor.Typical.class, "TypicalLogitsWarper"),
          Map.entry(LogitsProcessor.EpsilonCutoff.class, "EpsilonLogitsWarper"),
          Map.entry(LogitsProcessor.Renormalize.class, "LogitNormalization"));

  @TestFactory
  List<DynamicTest> everyRuleChangesLogitsAsTheReferenceDoes() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode wanted : GoldenFile.json(getClass(), "logits-processors.json").path("cases")) {
      String name = wanted.path("name").asText() + " " + wanted.path("settings");
      tests.add(DynamicTest.dynamicTest(name, () -> check(wanted)));
    }
    assertFalse(tests.isEmpty());
    return tests;
  }

  private static void check(JsonNode wanted) {
    List<LogitsProcessor> rules = rules(wanted.path("settings"));
    Collections.reverse(rules);
    LogitsProcessors processors = LogitsProcessors.of(rules);
    assertEquals(
        wanted.path("order").toString(),
        "["
            + String.join(
                ",",
                processors.rules().stream()
                    .map(rule -> "\"" + NAMES.get(rule.getClass()) + "\"")
                    .distinct()
                    .toList())
            + "]");
    for (int row = 0; row < wanted.path("logits").size(); row++) {
      float[] logits = floats(wanted.path("logits").path(row));
      int[] history = ints(wanted.path("history").path(row));
      processors.process(logits, history, wanted.path("prompt_length").asInt());
      float[] expected = floats(wanted.path("expected").path(row));
      for (int id = 0; id < expected.length; id++) {
        String place = "row " + row + ", token " + id;
        if (Float.isInfinite(expected[id])) {
          assertEquals(expected[id], logits[id], place);
        } else {
          assertEquals(expected[id], logits[id], TOLERANCE, place);
        }
      }
    }
  }

  private static List<LogitsProcessor> rules(JsonNode settings) {
    Set<Integer> ends = ids(settings.path("eos_token_id"));
    boolean beams = settings.path("num_beams").asInt(1) > 1;
    int least = beams ? Math.max(1, ends.size()) + 1 : 1;
    List<LogitsProcessor> rules = new ArrayList<>();
    settings
        .properties()
        .forEach(
            setting -> {
              JsonNode value = setting.getValue();
              switch (setting.getKey()) {
                case "sequence_bias" ->
                    value.forEach(
                        bias ->
                            rules.add(
                                new LogitsProcessor.SequenceBias(
                                    list(bias.path(0)), (float) bias.path(1).asDouble())));
                case "repetition_penalty" ->
                    rules.add(new LogitsProcessor.RepetitionPenalty(value.asDouble()));
                case "no_repeat_ngram_size" ->
                    rules.add(new LogitsProcessor.NoRepeatNgram(value.asInt()));
                case "bad_words_ids" -> {
                  List<List<Integer>> words = new ArrayList<>();
                  value.forEach(word -> words.add(list(word)));
                  rules.add(new LogitsProcessor.BadWords(words, ends));
                }
                case "min_length" -> rules.add(new LogitsProcessor.MinLength(value.asInt(), ends));
                case "min_new_tokens" ->
                    rules.add(new LogitsProcessor.MinNewTokens(value.asInt(), ends));
                case "forced_eos_token_id" ->
                    rules.add(
                        new LogitsProcessor.ForcedEnd(
                            settings.path("max_length").asInt(), ids(value)));
                case "suppress_tokens" -> rules.add(new LogitsProcessor.SuppressTokens(ids(value)));
                case "temperature" -> rules.add(new LogitsProcessor.Temperature(value.asDouble()));
                case "top_k" -> rules.add(new LogitsProcessor.TopK(value.asInt(), least));
                case "top_p" -> rules.add(new LogitsProcessor.TopP(value.asDouble(), least));
                case "min_p" -> rules.add(new LogitsProcessor.MinP(value.asDouble(), least));
                case "typical_p" -> rules.add(new LogitsProcessor.Typical(value.asDouble(), least));
                case "epsilon_cutoff" ->
                    rules.add(new LogitsProcessor.EpsilonCutoff(value.asDouble(), least));
                case "renormalize_logits" -> rules.add(new LogitsProcessor.Renormalize());
                case "eos_token_id", "max_length", "num_beams" -> {}
                default -> throw new AssertionError("unknown setting " + setting.getKey());
              }
            });
    return rules;
  }

  @Test
  void aRuleIsGivenOnce() {
    List<LogitsProcessor> twice =
        List.of(new LogitsProcessor.TopK(1, 1), new LogitsProcessor.TopK(2, 1));
    assertThrows(InvalidInputException.class, () -> LogitsProcessors.of(twice));
    assertThrows(InvalidInputException.class, () -> new LogitsProcessor.Temperature(0));
    assertThrows(InvalidInputException.class, () -> new LogitsProcessor.TopP(1.5, 1));
  }

  @Test
  void everyCutLeavesTheMostProbableTokenAndChangesNoLogitThatItKeeps() {
    SeededRandom.forAll(
        200,
        random -> {
          float[] logits = new float[30];
          for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (3 * random.gaussian());
          }
          int best = Candidates.descending(logits)[0];
          for (LogitsProcessor cut :
              List.of(
                  new LogitsProcessor.TopK(random.integer(1, 40), 1),
                  new LogitsProcessor.TopP(random.generator().nextDouble(), 1),
                  new LogitsProcessor.MinP(random.generator().nextDouble(), 1),
                  new LogitsProcessor.EpsilonCutoff(
                      0.01 + 0.9 * random.generator().nextDouble(), 1))) {
            float[] row = logits.clone();
            cut.process(row, new int[] {1}, 1);
            assertEquals(logits[best], row[best], cut.toString());
            for (int i = 0; i < row.length; i++) {
              assertTrue(row[i] == logits[i] || row[i] == Float.NEGATIVE_INFINITY, cut.toString());
            }
          }
        });
  }

  private static Set<Integer> ids(JsonNode oneOrMore) {
    if (oneOrMore.isNumber()) {
      return Set.of(oneOrMore.asInt());
    }
    return new HashSet<>(list(oneOrMore));
  }

  private static List<Integer> list(JsonNode array) {
    return IntStream.of(ints(array)).boxed().toList();
  }

  private static int[] ints(JsonNode array) {
    return IntStream.range(0, array.size()).map(i -> array.get(i).asInt()).toArray();
  }

  // JSON has no infinity: null stands for minus infinity.
  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = array.get(i);
      values[i] = value.isNull() ? Float.NEGATIVE_INFINITY : (float) value.asDouble();
    }
    return values;
  }
}

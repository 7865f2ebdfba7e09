package org.plumbline.distill.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.llm.ScriptedModel;
import org.plumbline.distill.optimize.OptimizerOptions.Order;

class PromptWriterTest {

  private static Candidate candidate(String id, String text, double score) {
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      evaluations.add(
          new Evaluation.Scored("i" + i, score, score + 1, 1, 3.5, "feedback " + i, Spending.NONE));
    }
    return new Candidate(id, Candidate.Origin.START, 0, List.of(), text, evaluations);
  }

  private static OptimizerOptions options(Order order, String language) {
    OptimizerOptions d = OptimizerOptions.DEFAULT;
    return new OptimizerOptions(
        d.iterations(),
        d.top(),
        d.feedback(),
        order,
        language,
        d.longest(),
        d.tries(),
        d.leastCoverage(),
        d.mostFailures(),
        d.temperature(),
        d.maxTokens());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"analysis\": \"x\", \"prompts\": [\"one\", \"two {{slot}}\"]}",
        "Here:\n```json\n[\"one\", \"two {{slot}}\"]\n```",
        "{'prompts': ['one', 'two {{slot}}',]}",
        "[{\"prompt\": \"one\"}, {\"prompt\": \"two {{slot}}\"}]",
        "Example: [\"x\"]. {\"prompts\": [{\"prompt\": \"one\", \"why\": \"y\"}, \"two {{slot}}\"]}",
      })
  void listsOfPromptsAreReadInManyForms(String reply) {
    assertEquals(List.of("one", "two {{slot}}"), PromptWriter.prompts(reply));
  }

  @Test
  void chinesePunctuationOfAPromptIsKept() {
    assertEquals(
        List.of("请作答：先说“要点”，再说原因。"),
        PromptWriter.prompts("{\"analysis\": \"好\", \"prompt\": \"请作答：先说“要点”，再说原因。\"}"));
  }

  @Test
  void aReplyWithoutPromptsHasNone() {
    assertEquals(List.of(), PromptWriter.prompts("I cannot do that."));
    assertEquals(List.of(), PromptWriter.prompts("{\"prompts\": []}"));
    assertEquals(List.of(), PromptWriter.prompts("{\"prompts\": [\"one\", \"tw"));
  }

  @Test
  void aReflectionSeesFiveJudgementsWithTheirLengths() {
    ScriptedModel model = new ScriptedModel("w", request -> "{\"prompt\": \"new\"}");
    PromptWriter writer =
        new PromptWriter(
            model, options(Order.DESCENDING, "en"), "A task.", "A score.", new Seeds(1));
    assertEquals(List.of("new"), writer.reflect(candidate("p1", "old", 6), 1, 0).prompts());
    String text = model.asked().getFirst().turns().getLast().content();
    assertEquals(5, IntStream.range(0, 9).filter(i -> text.contains("feedback " + i)).count());
    assertTrue(text.contains("score 6.00 = judge 7.00 - length penalty 1.00"), text);
    assertTrue(text.contains("3.50 times as long"), text);
    writer.reflect(candidate("p1", "old", 6), 2, 0);
    assertTrue(
        !model.asked().getFirst().equals(model.asked().getLast()),
        "the next round draws other judgements");
  }

  @Test
  void resamplingShowsPromptsInTheChosenOrder() {
    List<Candidate> best = List.of(candidate("p1", "high", 9), candidate("p2", "low", 2));
    for (String language : List.of("en", "zh")) {
      for (Order order : Order.values()) {
        ScriptedModel model = new ScriptedModel("w", request -> "[\"a\", \"b\"]");
        new PromptWriter(model, options(order, language), "A task.", "A score.", new Seeds(1))
            .resample(best, List.of("taken"), 2, 1, 0);
        String text = model.asked().getFirst().turns().getLast().content();
        assertEquals(
            order == Order.DESCENDING, text.indexOf("\nhigh\n") < text.indexOf("\nlow\n"), text);
        assertTrue(text.indexOf("\ntaken\n") > 0, text);
      }
    }
  }

  @Test
  void tenPromptsAreIncludedInEachLanguage() {
    for (String language : List.of("en", "zh")) {
      List<String> prompts = StartingPrompts.included(language, "Debian");
      assertEquals(10, prompts.size());
      assertEquals(10, prompts.stream().map(PromptRules::normalised).distinct().count());
      assertTrue(prompts.stream().allMatch(p -> p.contains("Debian") && !p.contains("{{")));
    }
  }
}

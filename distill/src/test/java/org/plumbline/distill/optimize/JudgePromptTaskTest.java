package org.plumbline.distill.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.judge.Judge;
import org.plumbline.distill.judge.JudgeOptions;
import org.plumbline.distill.judge.JudgedAnswer;
import org.plumbline.distill.judge.Rubric;
import org.plumbline.distill.judge.Scale;
import org.plumbline.distill.llm.InOrder;
import org.plumbline.distill.llm.ScriptedModel;
import org.plumbline.distill.template.PromptTemplate;
import org.plumbline.distill.template.Purpose;

class JudgePromptTaskTest {
  private static final PromptTemplate INCLUDED = PromptTemplate.included(Purpose.JUDGE, "en");

  /** A judge that is lenient unless it is told to be strict; people are strict. */
  @Test
  void aJudgesInstructionsAreOptimisedLikeAnyPrompt() {
    ScriptedModel model =
        new ScriptedModel(
            "judge",
            request -> {
              int grade = request.turns().getFirst().content().contains("STRICT") ? 3 : 8;
              return ("{\"reasoning\": \"r\", \"factual_accuracy\": %d, \"user_satisfaction\": %d,"
                      + " \"clarity\": %d, \"condensability\": %d, \"comprehensive\": %d}")
                  .formatted(grade, grade, grade, grade, grade);
            });
    ScriptedModel writer =
        new ScriptedModel(
            "writer",
            request ->
                "{\"prompts\": [\"Be STRICT. {{dimensions}} {{bands}}\", \"Lost the slots\"]}");
    JudgePromptTask task =
        new JudgePromptTask(
            instructions ->
                new Judge(
                    model,
                    JudgeOptions.DEFAULT,
                    Rubric.ofAnswers(Scale.TEN),
                    PromptTemplate.of(Purpose.JUDGE, instructions, INCLUDED.user()),
                    new Seeds(1)),
            1);
    List<JudgePromptTask.Labelled> items =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    new JudgePromptTask.Labelled(
                        new JudgedAnswer("i" + i, "q" + i, "ref" + i, "answer" + i), 3))
            .toList();
    Optimization found =
        new PromptOptimizer<>(
                task,
                new Parts<>(items.subList(0, 6), List.of(), items.subList(6, 12)),
                writer,
                new OptimizerOptions(
                    1, 1, 3, OptimizerOptions.Order.DESCENDING, "en", 4000, 1, 1, 0.5, 1, 512),
                new InOrder(4, () -> false),
                SearchListener.NOBODY,
                new Seeds(1))
            .run(List.of(INCLUDED.system()));
    assertEquals(0, found.best().score().orElseThrow());
    assertTrue(found.best().text().contains("STRICT"));
    assertEquals(
        5, found.comparisons().getFirst().difference().orElseThrow().value(), "5 points nearer");
    assertTrue(
        found.refused().stream().anyMatch(r -> r.reason().startsWith("lost the slot")),
        found.refused().toString());
  }
}

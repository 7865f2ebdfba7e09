package org.plumbline.distill.question;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.plumbline.core.chat.ChatTurn;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.question.SeedPool.Example;
import org.plumbline.distill.template.Fence;
import org.plumbline.distill.template.PromptTemplate;
import org.plumbline.distill.template.Purpose;

/**
 * The prompts for questions.
 *
 * @param course what the textbook teaches; empty for "the course"
 * @param question a user's prompt for questions about a paragraph; else the included one in the
 *     paragraph's language
 * @param resampling a user's prompt for new questions from earlier ones
 */
public record QuestionPrompts(
    String course, Optional<PromptTemplate> question, Optional<PromptTemplate> resampling) {

  /**
   * A prompt, filled.
   *
   * @param template hash of the template
   */
  record Filled(List<ChatTurn> turns, String template) {}

  /** The included ones. */
  public static QuestionPrompts included() {
    return new QuestionPrompts("", Optional.empty(), Optional.empty());
  }

  Filled aboutParagraph(
      String text, String language, int count, List<Example> examples, Seeds seeds) {
    PromptTemplate template =
        question.orElseGet(() -> PromptTemplate.included(Purpose.QUESTIONS, language));
    List<String> listed = texts(examples);
    Fence fence = Fence.around(with(listed, text), seeds);
    return filled(
        template,
        language,
        Map.of(
            "count",
            String.valueOf(count),
            "examples",
            fence.enclose(listed),
            "material",
            fence.enclose(text),
            "mark",
            fence.mark()));
  }

  Filled resampled(
      List<String> content, List<Example> styles, String language, int count, Seeds seeds) {
    PromptTemplate template =
        resampling.orElseGet(() -> PromptTemplate.included(Purpose.RESAMPLING, language));
    List<String> listed = texts(styles);
    List<String> all = new ArrayList<>(content);
    all.addAll(listed);
    Fence fence = Fence.around(all, seeds);
    return filled(
        template,
        language,
        Map.of(
            "count",
            String.valueOf(count),
            "content",
            fence.enclose(content),
            "styles",
            fence.enclose(listed),
            "mark",
            fence.mark()));
  }

  private Filled filled(PromptTemplate template, String language, Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.put("course", PromptTemplate.course(course, language));
    return new Filled(template.fill(Collections.unmodifiableMap(all)), template.hash().shortForm());
  }

  private static List<String> texts(List<Example> examples) {
    return examples.stream().map(Example::question).toList();
  }

  private static List<String> with(List<String> texts, String more) {
    List<String> all = new ArrayList<>(texts);
    all.add(more);
    return all;
  }
}

package org.plumbline.distill.answer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.chat.ChatTurn;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.run.ContentHash;
import org.plumbline.distill.template.Fence;
import org.plumbline.distill.template.PromptTemplate;
import org.plumbline.distill.template.Purpose;

/**
 * The prompts for answers.
 *
 * @param course what the textbook teaches; empty for "the course"
 * @param role who the teacher is to be, as the prompt optimisation found it; empty for a plain role
 * @param referenced a user's prompt for a question with a paragraph
 * @param free a user's prompt for a question without one
 */
public record AnswerPrompts(
    String course,
    String role,
    Optional<PromptTemplate> referenced,
    Optional<PromptTemplate> free) {

  /**
   * A prompt, filled.
   *
   * @param template hash of the template
   * @param role hash of the role prompt
   * @param mark around the paragraph; empty without one
   */
  record Filled(List<ChatTurn> turns, String template, String role, String mark) {

    /** Whether an answer repeats the mark, which is meant for the model alone. */
    boolean quotedIn(String answer) {
      return !mark.isEmpty() && answer.contains(mark);
    }
  }

  /** The included ones with a plain role. */
  public static AnswerPrompts included() {
    return new AnswerPrompts("", "", Optional.empty(), Optional.empty());
  }

  Filled of(String question, String language, @Nullable String paragraph, Seeds seeds) {
    PromptTemplate template =
        paragraph == null
            ? free.orElseGet(() -> PromptTemplate.included(Purpose.FREE_ANSWER, language))
            : referenced.orElseGet(
                () -> PromptTemplate.included(Purpose.REFERENCED_ANSWER, language));
    String called = PromptTemplate.course(course, language);
    String played = role.isBlank() ? plainRole(called, language) : role.strip();
    Map<String, String> values = new HashMap<>();
    values.put("question", question);
    values.put("role", played);
    values.put("course", called);
    String mark = "";
    if (paragraph != null) {
      Fence fence = Fence.around(List.of(paragraph), seeds);
      values.put("material", fence.enclose(paragraph));
      mark = fence.mark();
      values.put("mark", mark);
    }
    return new Filled(
        template.fill(values),
        template.hash().shortForm(),
        ContentHash.of(played).shortForm(),
        mark);
  }

  private static String plainRole(String course, String language) {
    return language.equals("zh")
        ? "你是%s的一位有经验的教师。请准确、简明地回答学生的问题。".formatted(course)
        : "You are an experienced teacher of %s. Answer what learners ask, exactly and briefly."
            .formatted(course);
  }
}

package org.plumbline.distill.template;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What a prompt is for, and which slots it therefore has. */
public enum Purpose {
  /** A list of questions about a paragraph. */
  QUESTIONS(Set.of("count", "examples", "material"), Set.of("mark", "course")),
  /** A list of new questions from earlier ones. */
  RESAMPLING(Set.of("count", "content", "styles"), Set.of("mark", "course")),
  /** An answer with a paragraph at hand. */
  REFERENCED_ANSWER(Set.of("question", "material"), Set.of("role", "mark", "course")),
  /** An answer from what the model knows. */
  FREE_ANSWER(Set.of("question"), Set.of("role", "mark", "course")),
  /** Grades of an answer. */
  JUDGE(
      Set.of("dimensions", "bands", "question", "reference", "answer", "form"),
      Set.of("low", "high", "mark")),
  /** Grades of a question to a paragraph. */
  QUESTION_JUDGE(
      Set.of("dimensions", "bands", "reference", "answer", "form"),
      Set.of("question", "low", "high", "mark")),
  /** Which of two answers is better. */
  PAIR_JUDGE(
      Set.of("dimensions", "question", "reference", "first", "second", "form"), Set.of("mark")),
  /** The same once more, because the reply could not be read. */
  REPLY_REPAIR(Set.of("problem", "form"), Set.of()),
  /** A better prompt out of one and what was wrong with its results. */
  PROMPT_REFLECTION(
      Set.of("task", "prompt", "summary", "feedback", "form"), Set.of("mark", "limit", "scoring")),
  /** New prompts out of several and their scores. */
  PROMPT_RESAMPLING(
      Set.of("task", "prompts", "count", "form"), Set.of("mark", "limit", "order", "scoring"));

  private final Set<String> required;
  private final Set<String> optional;

  Purpose(Set<String> required, Set<String> optional) {
    this.required = required;
    this.optional = optional;
  }

  /** Slots without which the prompt makes no sense. */
  public Set<String> required() {
    return required;
  }

  /** Slots that a prompt may have. */
  public Set<String> known() {
    Set<String> known = new TreeSet<>(required);
    known.addAll(optional);
    return known;
  }

  /** As files and messages call it: {@code referenced-answer}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

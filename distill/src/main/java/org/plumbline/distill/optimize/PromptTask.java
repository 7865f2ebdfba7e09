package org.plumbline.distill.optimize;

import java.util.List;
import java.util.Set;

/**
 * What a prompt is wanted for: the adapter between the optimiser and anything that has a prompt.
 *
 * @param <I> what a prompt is tried on
 */
public interface PromptTask<I> {

  /** Stable name of an item. */
  String id(I item);

  /**
   * Tries a prompt on an item; may be called from many threads.
   *
   * @throws org.plumbline.core.error.FailedException if further calls are useless
   */
  Evaluation evaluate(String prompt, I item);

  /** Calls that one item takes if every reply can be read. */
  int calls();

  /** Texts of an item that a prompt must not quote: it would carry the solution with it. */
  List<String> texts(I item);

  /** Slots that every prompt must keep, without braces. */
  Set<String> slots();

  /** Slots that a prompt may hold, those of {@link #slots} too; none: braces mean nothing in it. */
  Set<String> knownSlots();

  /** One or two sentences for the model that writes prompts, in {@code en} or {@code zh}. */
  String description(String language);

  /** What a score is and what it asks for, in {@code en} or {@code zh}; a sentence. */
  String scoring(String language);
}

package org.plumbline.distill.budget;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a model was asked and what that took.
 *
 * @param model its name
 * @param calls questions, a sample each
 * @param cached those of them that were answered by an earlier answer
 * @param outcomes how many of each kind
 * @param requests that were sent, tries again among them
 * @param promptTokens read, of what was not cached
 * @param completionTokens written, of what was not cached
 * @param cost of what was not cached
 * @param seconds that the questions took one after another, of what was not cached
 */
public record ModelReceipt(
    String model,
    long calls,
    long cached,
    SortedMap<String, Long> outcomes,
    long requests,
    long promptTokens,
    long completionTokens,
    double cost,
    double seconds) {

  public ModelReceipt {
    outcomes = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
  }

  static ModelReceipt none(String model) {
    return new ModelReceipt(model, 0, 0, new TreeMap<>(), 0, 0, 0, 0, 0);
  }
}

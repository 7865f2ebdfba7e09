package org.plumbline.distill.optimize;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.plumbline.core.random.Seeds;

/** The truth of {@link WordWorld} and noise that depends on prompt and item. */
final class NoisyTask implements PromptTask<String> {
  private final Seeds seeds;
  private final double deviation;
  private final Set<String> tried;

  NoisyTask(Seeds seeds, double deviation, Set<String> tried) {
    this.seeds = seeds.child("noise");
    this.deviation = deviation;
    this.tried = Collections.synchronizedSet(tried);
  }

  @Override
  public String id(String item) {
    return item;
  }

  @Override
  public Evaluation evaluate(String prompt, String item) {
    tried.add(item);
    double noise = deviation * seeds.child(prompt).stream(item).nextGaussian();
    double score = WordWorld.truth(prompt) + noise;
    String lacking =
        WordWorld.GOOD.stream()
            .filter(word -> !prompt.contains(word))
            .findFirst()
            .orElse("nothing");
    return new Evaluation.Scored(
        item, score, score, 0, Double.NaN, "lacks " + lacking, Spending.NONE);
  }

  @Override
  public int calls() {
    return 1;
  }

  @Override
  public List<String> texts(String item) {
    return List.of();
  }

  @Override
  public Set<String> slots() {
    return Set.of();
  }

  @Override
  public Set<String> knownSlots() {
    return Set.of();
  }

  @Override
  public String scoring(String language) {
    return "A score.";
  }

  @Override
  public String description(String language) {
    return "A prompt.";
  }
}

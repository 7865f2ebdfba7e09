package org.plumbline.distill.question;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.plumbline.distill.text.Language;

/** Questions of people, from which examples are drawn. */
public final class SeedPool {
  private final List<Example> seeds = new ArrayList<>();

  /**
   * A question that stands in a prompt as an example.
   *
   * @param id {@code seed:} and the seed's name or number, or the id of a generated question
   */
  record Example(String id, String question, String language) {}

  /** Of these questions; one without a name is called by its number, from 1. */
  public SeedPool(List<SeedQuestion> questions) {
    require(
        !questions.isEmpty(),
        "questions need examples that people wrote; give --seeds FILE with at least one");
    for (SeedQuestion seed : questions) {
      String name = seed.id() == null ? String.valueOf(seeds.size() + 1) : seed.id();
      seeds.add(new Example("seed:" + name, seed.question(), Language.of(seed.question())));
    }
  }

  /** How many. */
  public int size() {
    return seeds.size();
  }

  List<Example> all() {
    return List.copyOf(seeds);
  }

  /**
   * Different ones, at random; in the language as far as there are enough in it, else of all.
   *
   * @param count all of the pool if it holds fewer
   */
  List<Example> draw(int count, String language, SplittableRandom random) {
    List<Example> suited = seeds.stream().filter(seed -> seed.language().equals(language)).toList();
    return Draw.without(suited.size() >= count ? suited : seeds, count, random);
  }
}

package org.plumbline.distill.question;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.plumbline.distill.text.Script;

/** Questions of people, from which examples are drawn. */
public final class SeedPool {
  private final List<Example> seeds = new ArrayList<>();

  /**
   * A question that stands in a prompt as an example.
   *
   * @param id {@code seed:} and the seed's name or number, or the id of a generated question
   */
  record Example(String id, String question, String language) {}

  /**
   * Of these questions. One without a name is called by its number, from 1; a name that another has
   * too, as in files of two languages, gets the number behind it.
   */
  public SeedPool(List<SeedQuestion> questions) {
    require(
        !questions.isEmpty(),
        "questions need examples that people wrote; give --seeds FILE with at least one");
    Set<String> names = new HashSet<>();
    for (SeedQuestion seed : questions) {
      String number = String.valueOf(seeds.size() + 1);
      String given = seed.id() == null ? number : seed.id();
      String name = names.add(given) ? given : given + "-" + number;
      names.add(name);
      seeds.add(new Example("seed:" + name, seed.question(), Script.of(seed.question())));
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

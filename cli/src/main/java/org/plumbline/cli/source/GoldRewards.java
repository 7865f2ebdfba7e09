package org.plumbline.cli.source;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.plumbline.align.policy.Rater;
import org.plumbline.align.reward.RewardModel;
import org.plumbline.core.material.Embedded;
import org.plumbline.core.score.PenalisedScorer;
import org.plumbline.core.score.Scorer;
import org.plumbline.lm.hub.ModelFiles;
import org.plumbline.lm.text.TextEncoder;

/**
 * The gold rewards of a run, which are measured and never optimised: scorers that come with jars,
 * and reward models.
 */
public final class GoldRewards implements AutoCloseable {
  private final List<Rater> raters = new ArrayList<>();
  private final List<RewardModel> models = new ArrayList<>();
  private final List<RewardModel> embedded = new ArrayList<>();

  private GoldRewards() {}

  /**
   * Opens those that words name, in their order; the caller closes them.
   *
   * @param words {@code embedded:NAME} of a scorer or a reward model, or a reward model's folder
   * @throws org.plumbline.core.error.InvalidInputException if there is none of a name, or two share
   *     one
   */
  public static GoldRewards open(List<String> words, Sources sources) {
    GoldRewards golds = new GoldRewards();
    try {
      HashSet<String> names = new HashSet<>();
      for (String word : words) {
        require(
            names.add(name(word)),
            "each gold reward needs a name of its own (got '%s' twice); rename a folder",
            name(word));
        golds.raters.add(new Rater(name(word), new PenalisedScorer(golds.scorer(word, sources))));
      }
      return golds;
    } catch (RuntimeException e) {
      golds.close();
      throw e;
    }
  }

  /** What logs and reports call the gold reward of this word: a material's name, or a folder's. */
  public static String name(String word) {
    if (Embedded.is(word)) {
      return word.substring(Embedded.PREFIX.length());
    }
    Path last = Path.of(word).toAbsolutePath().normalize().getFileName();
    return last == null ? word : last.toString();
  }

  private Scorer scorer(String word, Sources sources) {
    if (Embedded.is(word) && !sources.isModel(word)) {
      return sources.gold(word);
    }
    List<ModelFiles> folders = RewardFolders.of(List.of(word));
    require(
        folders.size() == 1,
        "a gold reward is one scorer (got '%s', which holds %d reward models); name one of them",
        word,
        folders.size());
    if (Embedded.is(word)) {
      RewardModel kept = sources.embeddedReward(word, folders.getFirst());
      embedded.add(kept);
      return kept;
    }
    RewardModel model = RewardModel.open(folders.getFirst());
    models.add(model);
    return model;
  }

  /**
   * Says how the texts are written that will be measured.
   *
   * @throws org.plumbline.core.error.InvalidInputException if a reward model of them was trained on
   *     texts that are written otherwise
   */
  public void readAs(TextEncoder.Chats texts) {
    models.forEach(model -> model.readAs(texts));
    embedded.forEach(model -> model.readAs(texts));
  }

  /** In the order of the words, each with the project's rule of what is scored around it. */
  public List<Rater> raters() {
    return List.copyOf(raters);
  }

  @Override
  public void close() {
    models.forEach(RewardModel::close);
  }
}

package org.plumbline.cli.game;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.align.reward.RewardEnsemble;
import org.plumbline.align.reward.RewardModel;
import org.plumbline.cli.source.GoldRewards;
import org.plumbline.cli.source.RewardFolders;
import org.plumbline.cli.source.Sources;
import org.plumbline.core.material.Embedded;
import org.plumbline.core.score.PenalisedScorer;
import org.plumbline.core.score.Scorer;
import org.plumbline.lm.text.TextEncoder;

/**
 * What groups report in a game over texts: one reward model, an average, an ensemble, or a scorer
 * that comes with a jar, with the project's rule for unfinished texts around it.
 */
public final class GroupScorers implements AutoCloseable {
  private final List<Scorer> scorers = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  private GroupScorers() {}

  /** Opens those of all groups; the caller closes them. */
  public static GroupScorers open(List<GroupOptions> groups, Sources sources) {
    GroupScorers all = new GroupScorers();
    try {
      groups.forEach(group -> all.scorers.add(all.scorer(group, sources)));
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  private Scorer scorer(GroupOptions group, Sources sources) {
    List<String> words = group.rewardModel();
    String first = words.getFirst();
    if (words.size() == 1 && Embedded.is(first) && !sources.isModel(first)) {
      GoldRewards gold = GoldRewards.open(words, sources);
      open.add(gold);
      return gold.raters().getFirst().scorer();
    }
    List<RewardModel> members = RewardFolders.open(RewardFolders.of(words));
    open.addAll(members);
    return new PenalisedScorer(
        members.size() == 1 ? members.getFirst() : new RewardEnsemble(members, group.aggregate()));
  }

  /** In the order of the groups. */
  public List<Scorer> scorers() {
    return List.copyOf(scorers);
  }

  /**
   * Says how the texts are written that will be scored.
   *
   * @throws org.plumbline.core.error.InvalidInputException if a reward model was trained on texts
   *     that are written otherwise
   */
  public void readAs(TextEncoder.Chats texts) {
    for (AutoCloseable each : open) {
      switch (each) {
        case RewardModel model -> model.readAs(texts);
        case GoldRewards gold -> gold.readAs(texts);
        default -> throw new IllegalStateException("nothing else is opened here: " + each);
      }
    }
  }

  @Override
  public void close() {
    for (AutoCloseable each : open) {
      switch (each) {
        case RewardModel model -> model.close();
        case GoldRewards gold -> gold.close();
        default -> throw new IllegalStateException("nothing else is opened here: " + each);
      }
    }
  }
}

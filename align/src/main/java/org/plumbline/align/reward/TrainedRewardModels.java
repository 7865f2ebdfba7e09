package org.plumbline.align.reward;

import java.util.Arrays;
import java.util.List;
import org.plumbline.core.data.Preference;

/**
 * What a training made, and what it was made of; closing it closes the members.
 *
 * @param members the reward models, each with its normaliser
 * @param clean preferences that were trained on with their own labels
 * @param corrupted preferences that were trained on with swapped labels, as they were given:
 *     swapped
 * @param validation preferences that were not trained on
 */
public record TrainedRewardModels(
    List<RewardModel> members,
    List<Preference> clean,
    List<Preference> corrupted,
    List<Preference> validation)
    implements AutoCloseable {

  public TrainedRewardModels {
    members = List.copyOf(members);
    clean = List.copyOf(clean);
    corrupted = List.copyOf(corrupted);
    validation = List.copyOf(validation);
  }

  static List<Preference> rows(List<Preference> all, int[] rows) {
    return Arrays.stream(rows).mapToObj(all::get).toList();
  }

  @Override
  public void close() {
    members.forEach(RewardModel::close);
  }
}

package org.plumbline.align.reward;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a reward model comes from.
 *
 * @param origin hash of the weights that all members of its run have in common: the start model, or
 *     with Baklava the first checkpoint of the trajectory
 * @param start hash of the weights that this model started from
 * @param data hash of the preferences as they were before any label was corrupted
 * @param corruptedShare share of their labels that were swapped on purpose
 * @param seed root seed of the run
 * @param member number of this member in its run, from 0
 * @param trainedLayers how many of the upper blocks were trained
 * @param learningRate its largest learning rate
 * @param dropout its dropout
 * @param steps its updates
 * @param averaged hashes of the members, if this is a weight average
 */
public record RewardLineage(
    String origin,
    String start,
    String data,
    double corruptedShare,
    long seed,
    int member,
    int trainedLayers,
    double learningRate,
    double dropout,
    long steps,
    List<String> averaged) {

  /**
   * What a reward model's folder says of it, without opening its weights.
   *
   * @throws org.plumbline.core.error.InvalidInputException if it holds no reward model
   */
  public static RewardLineage of(Path folder) {
    return RewardModelFile.read(folder).lineage();
  }

  public RewardLineage {
    averaged = List.copyOf(averaged);
  }

  /** The same after this many updates. */
  RewardLineage trainedFor(long updates) {
    return new RewardLineage(
        origin,
        start,
        data,
        corruptedShare,
        seed,
        member,
        trainedLayers,
        learningRate,
        dropout,
        updates,
        averaged);
  }

  /** The lineage of an average of models, of which this is the first. */
  RewardLineage averageOf(List<String> hashes) {
    return new RewardLineage(
        origin, start, data, corruptedShare, seed, 0, trainedLayers, 0, 0, steps, hashes);
  }
}

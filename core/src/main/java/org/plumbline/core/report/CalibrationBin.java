package org.plumbline.core.report;

import java.util.List;
import org.plumbline.core.stats.Calibration;
import org.plumbline.core.stats.Estimate;

/**
 * Pairs to which a reward model gives about the same probability.
 *
 * @param scorer which reward model
 * @param probability mean probability that it gives to the first of the pair
 * @param share of the pairs in which the first was preferred
 * @param low lower end of the share's 95 % interval
 * @param high upper end of it
 * @param pairs how many
 */
public record CalibrationBin(
    String scorer, double probability, double share, double low, double high, long pairs) {

  /** The bins of a calibration, with Wilson's interval. */
  public static List<CalibrationBin> of(String scorer, Calibration calibration) {
    return calibration.bins().stream().map(bin -> of(scorer, bin)).toList();
  }

  private static CalibrationBin of(String scorer, Calibration.Bin bin) {
    Estimate share = Estimate.share(Math.round(bin.share() * bin.count()), bin.count());
    return new CalibrationBin(
        scorer, bin.probability(), bin.share(), share.low(), share.high(), bin.count());
  }
}

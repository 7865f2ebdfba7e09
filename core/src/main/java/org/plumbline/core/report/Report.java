package org.plumbline.core.report;

import static org.plumbline.core.error.Require.require;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that a report shows; {@link ReportWriter} makes a page of it.
 *
 * @param title of the page
 * @param verdict what the run shows, as {@link VerdictWriter} computed it
 * @param gold what the gold rewards are
 * @param arms in the order in which they are drawn
 * @param frontier of gold reward against KL, as {@link Frontier} computed it
 * @param accuracies of the reward models, by slice
 * @param calibration of the reward models
 * @param agreements between the reward models
 * @param samples texts side by side, at any number of steps
 * @param runs where the numbers come from, one for each run
 */
public record Report(
    String title,
    Verdict verdict,
    GoldReward gold,
    List<Arm> arms,
    List<FrontierPoint> frontier,
    List<Accuracy> accuracies,
    List<CalibrationBin> calibration,
    List<AgreementMatrix> agreements,
    List<SampleRow> samples,
    List<RunFacts> runs) {

  public Report {
    arms = List.copyOf(arms);
    frontier = List.copyOf(frontier);
    accuracies = List.copyOf(accuracies);
    calibration = List.copyOf(calibration);
    agreements = List.copyOf(agreements);
    samples = List.copyOf(samples);
    runs = List.copyOf(runs);
    Set<String> names = new HashSet<>();
    for (Arm arm : arms) {
      require(names.add(arm.name()), "two arms of a report are called '%s'", arm.name());
    }
    names.add(Arm.INITIAL);
    for (SampleRow row : samples) {
      for (Sample sample : row.texts()) {
        require(
            names.contains(sample.arm()),
            "a sample belongs to '%s', but the report has no such arm; it has %s",
            sample.arm(),
            names);
      }
    }
  }

  /**
   * Several runs side by side: their arms in one report, each with its run's name.
   *
   * @throws org.plumbline.core.error.InvalidInputException if there is none, or two runs share a
   *     name
   */
  public static Report compare(String title, List<Report> reports) {
    return SideBySide.of(title, reports);
  }

  Report withSamples(List<SampleRow> some) {
    return new Report(
        title, verdict, gold, arms, frontier, accuracies, calibration, agreements, some, runs);
  }

  Report withArms(List<Arm> others) {
    return new Report(
        title, verdict, gold, others, frontier, accuracies, calibration, agreements, samples, runs);
  }
}

package org.plumbline.core.report;

import static org.plumbline.core.error.Require.require;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that a report on trainings by imitation shows; {@link ReportWriter} makes a page of it.
 *
 * @param title of the page
 * @param arms the trainings, in the order in which they are drawn
 * @param runs where the numbers come from, one for each training
 */
public record TrainingReport(String title, List<LearningCurve> arms, List<RunFacts> runs) {
  public TrainingReport {
    arms = List.copyOf(arms);
    runs = List.copyOf(runs);
    require(!arms.isEmpty(), "a report needs at least one training (got none)");
    Set<String> names = new HashSet<>();
    for (LearningCurve arm : arms) {
      require(
          names.add(arm.name()),
          "two runs of a report are called '%s'; give folders of different names",
          arm.name());
    }
  }

  /** What each training shows, in a sentence or two. */
  public List<String> headline() {
    return arms.stream().map(TrainingSentences::of).toList();
  }
}

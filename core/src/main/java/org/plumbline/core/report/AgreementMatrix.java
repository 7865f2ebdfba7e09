package org.plumbline.core.report;

import static org.plumbline.core.error.Require.require;

import java.util.List;

/**
 * How far each two scorers agree.
 *
 * @param measure what the numbers are: "share of test pairs ordered alike"
 * @param scorers their names
 * @param values {@code [scorers, scorers]}, 1 where they agree on everything
 */
public record AgreementMatrix(String measure, List<String> scorers, List<List<Double>> values) {

  public AgreementMatrix {
    scorers = List.copyOf(scorers);
    values = values.stream().map(List::copyOf).toList();
    int size = scorers.size();
    require(
        values.size() == size && values.stream().allMatch(row -> row.size() == size),
        "an agreement matrix needs a row and a column for each of its %d scorers",
        size);
  }
}

package org.plumbline.distill.judge;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.plumbline.core.stats.Estimate;
import org.plumbline.distill.judge.PairVerdict.Place;
import org.plumbline.distill.judge.PairVerdict.Round;

/**
 * Whether the place of an answer decides.
 *
 * @param rounds rounds that could be read in both orders
 * @param consistent of these, those whose verdict did not follow the place
 * @param firstPlace rounds in which the answer that stood first won both times
 * @param secondPlace rounds in which the answer that stood second won both times
 * @param firstPlaceWins calls that the answer in first place won, of those with a winner
 * @param decided calls with a winner
 */
public record PositionBias(
    int rounds, int consistent, int firstPlace, int secondPlace, int firstPlaceWins, int decided) {

  /** Of all rounds of some verdicts. */
  public static PositionBias of(List<PairVerdict> verdicts) {
    List<Round> read =
        verdicts.stream()
            .flatMap(verdict -> verdict.rounds().stream())
            .filter(round -> round.winner() != PairVerdict.Winner.MISSING)
            .toList();
    int first = count(read, round -> round.followsPlace() && round.straight() == Place.A);
    int second = count(read, round -> round.followsPlace() && round.straight() == Place.B);
    int wins =
        count(read, round -> round.straight() == Place.A)
            + count(read, round -> round.swapped() == Place.A);
    int losses =
        count(read, round -> round.straight() == Place.B)
            + count(read, round -> round.swapped() == Place.B);
    return new PositionBias(
        read.size(), read.size() - first - second, first, second, wins, wins + losses);
  }

  /** Share of calls with a winner in which the first place won; one half without a bias. */
  public double firstPlaceShare() {
    return decided == 0 ? Double.NaN : (double) firstPlaceWins / decided;
  }

  /** Share of the first place among the rounds that followed a place, with its exact interval. */
  public Optional<Estimate> direction() {
    int followed = firstPlace + secondPlace;
    return followed == 0
        ? Optional.empty()
        : Optional.of(Estimate.exactShare(firstPlace, followed, 0.95));
  }

  /** For people. */
  public String sentence() {
    return String.format(
            Locale.ROOT,
            "Position: the first place won %d of %d calls with a winner (%.2f); %d of %d rounds did not depend on the order",
            firstPlaceWins,
            decided,
            firstPlaceShare(),
            consistent,
            rounds)
        + direction()
            .map(
                d ->
                    String.format(
                        Locale.ROOT,
                        "; of the others the first place has %.2f (exact 95 %% interval %.2f to %.2f)",
                        d.value(),
                        d.low(),
                        d.high()))
            .orElse("")
        + ".";
  }

  private static int count(List<Round> rounds, java.util.function.Predicate<Round> which) {
    return Math.toIntExact(rounds.stream().filter(which).count());
  }
}

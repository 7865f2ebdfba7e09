package org.plumbline.cli.game;

import static java.util.Objects.requireNonNull;
import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One round of a ledger: all that is needed to compute it again, and what came out.
 *
 * @param round its number, from 1
 * @param previous hash of the round before; empty for the first
 * @param terms what was published before any report
 * @param provenance where all came from
 * @param prompts what payments are averaged over; one without a text for listed outcomes
 * @param reports of the groups
 * @param outcome what came out
 * @param bills what each group has of it and pays
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LedgerRound(
    int round,
    String previous,
    Terms terms,
    Provenance provenance,
    List<PromptRow> prompts,
    List<Report> reports,
    Outcome outcome,
    List<Bill> bills) {

  /** Checks that all is there and of one shape, so that a broken ledger is named as one. */
  public LedgerRound {
    prompts = List.copyOf(prompts);
    reports = List.copyOf(reports);
    bills = List.copyOf(bills);
    requireNonNull(previous);
    requireNonNull(terms);
    requireNonNull(provenance);
    requireNonNull(outcome);
    require(!prompts.isEmpty() && !reports.isEmpty(), "a round has prompts and reports");
    for (Report report : reports) {
      boolean fits = report.scores().length == prompts.size();
      for (int x = 0; fits && x < prompts.size(); x++) {
        fits = report.scores()[x].length == prompts.get(x).outcomes().size();
      }
      require(fits, "'%s' must score each outcome of each prompt once", report.name());
    }
  }

  /** What kind of game it is. */
  public enum Kind {
    LISTED,
    CANDIDATES,
    TRAINED
  }

  /** What was published before any report and decides the numbers. */
  public record Terms(
      String name,
      String description,
      Kind kind,
      GameOptions.GameDivergence divergence,
      double lambda,
      GameOptions.PaymentChoice payment,
      GameOptions.Normalisation normalisation,
      GameOptions.RuleChoice rule,
      double sharpness,
      String rewardMap) {
    public Terms {
      requireNonNull(kind);
      requireNonNull(divergence);
      requireNonNull(payment);
      requireNonNull(normalisation);
      requireNonNull(rule);
      requireNonNull(rewardMap);
    }
  }

  /**
   * Where all came from.
   *
   * @param seed the root of all chance
   * @param versions of what numbers depend on
   * @param inputs hashes (SHA-256) of files and models by name
   */
  public record Provenance(long seed, Map<String, String> versions, Map<String, String> inputs) {}

  /**
   * Outcomes of one prompt.
   *
   * @param initial probability of each outcome before training; candidates have none and count
   *     alike
   * @param logRatios of a trained policy's samples: log-probability under it less that under the
   *     initial policy, in nats
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PromptRow(
      String prompt,
      List<String> outcomes,
      double @Nullable [] initial,
      double @Nullable [] logRatios) {}

  /**
   * What a group reported.
   *
   * @param size that it says to have
   * @param budget the most that it can pay
   * @param reserve what serving it costs
   * @param counted members that counted: no more than the budget covers
   * @param source what gave the scores
   * @param scores as given, [prompts][outcomes]
   * @param rewards of a member, after the published map, [prompts][outcomes]
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Report(
      String name,
      long size,
      @Nullable Double budget,
      double reserve,
      long counted,
      List<String> source,
      double[][] scores,
      double[][] rewards) {}

  /**
   * What came out.
   *
   * @param logPolicy log-probability of each outcome, [prompts][outcomes]
   * @param drawn the outcome of each prompt that was drawn, from 0; empty where none is
   * @param welfare the sum of size times value, less lambda times divergence
   * @param divergence from the initial policy
   */
  public record Outcome(double[][] logPolicy, int[] drawn, double welfare, double divergence) {}

  /**
   * What one group has and pays.
   *
   * @param served whether it may use the model
   * @param value mean reward of a member
   * @param payment of the whole group; none if it was refused
   * @param standardError how far it would move with other prompts or samples; listed outcomes have
   *     none
   * @param low lower end of the 95 % interval of that
   * @param high upper end
   * @param utility counted members times value, less the payment
   * @param refused why no payment is named
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Bill(
      String group,
      boolean served,
      double value,
      @Nullable Double payment,
      @Nullable Double standardError,
      @Nullable Double low,
      @Nullable Double high,
      @Nullable Double utility,
      @Nullable String refused) {

    /** A bill that nothing makes uncertain. */
    static Bill exact(String group, boolean served, double value, double counted, double payment) {
      return new Bill(
          group, served, value, payment, null, null, null, counted * value - payment, null);
    }
  }
}

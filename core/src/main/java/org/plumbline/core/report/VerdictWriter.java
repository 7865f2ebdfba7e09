package org.plumbline.core.report;

import static java.util.stream.Collectors.joining;
import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.report.Comparison.Finding;

/**
 * Computes the sentences that a reader sees first, from the final policies' gold rewards.
 *
 * <p>Each arm is compared with the initial policy and with each other arm, on the same prompts, by
 * Student's paired t with a 95 % interval. A difference is called one only if it stands after
 * Holm's correction for the number of comparisons; otherwise the smallest difference that the run
 * could have seen is named.
 */
public final class VerdictWriter {
  private static final int NAMED_PAIRS = 2;

  private final double[][] initial;
  private final List<ArmOutcome> arms;
  private final Optional<SecondOpinion> second;
  private final List<Comparison> gains;
  private final List<Comparison> pairs;

  private VerdictWriter(double[][] initial, Optional<SecondOpinion> second, List<ArmOutcome> arms) {
    this.initial = initial;
    this.arms = arms;
    this.second = second;
    List<Comparison> all = new ArrayList<>();
    for (ArmOutcome arm : arms) {
      all.add(Comparisons.of(arm.arm().label(), arm.gold(), "the initial policy", initial));
    }
    for (int i = 0; i < arms.size(); i++) {
      for (int j = i + 1; j < arms.size(); j++) {
        all.add(pair(arms.get(i), arms.get(j)));
      }
    }
    List<Comparison> corrected = Comparisons.corrected(all);
    this.gains = corrected.subList(0, arms.size());
    this.pairs = corrected.subList(arms.size(), corrected.size());
  }

  /**
   * Computes the verdict.
   *
   * @param initial gold rewards of the initial policy, {@code [seeds, prompts]}; one seed will do
   * @param arms each arm's, on the same prompts
   */
  public static Verdict write(double[][] initial, List<ArmOutcome> arms) {
    return write(initial, null, arms);
  }

  /**
   * Computes the verdict where there is a second gold reward.
   *
   * @param secondInitial of the initial policy, {@code [seeds, prompts]}; null if there is none
   */
  public static Verdict write(
      double[][] initial, double @Nullable [][] secondInitial, List<ArmOutcome> arms) {
    require(!arms.isEmpty(), "a verdict needs at least one arm");
    ArmOutcome.requireRewards("the initial policy", initial);
    Optional<SecondOpinion> second =
        secondInitial == null ? Optional.empty() : SecondOpinion.of(secondInitial, arms);
    return new VerdictWriter(initial, second, List.copyOf(arms)).verdict();
  }

  /** The one with the higher mean first, so that differences read as "more". */
  private static Comparison pair(ArmOutcome a, ArmOutcome b) {
    boolean swap = mean(b.gold()) > mean(a.gold());
    ArmOutcome first = swap ? b : a;
    ArmOutcome second = swap ? a : b;
    return Comparisons.of(first.arm().label(), first.gold(), second.arm().label(), second.gold());
  }

  private Verdict verdict() {
    List<String> headline = new ArrayList<>();
    headline.add(gainSentence());
    if (!pairs.isEmpty()) {
      headline.addAll(pairSentences());
    }
    second.ifPresent(opinion -> headline.add(opinion.sentence()));
    doubt().ifPresent(headline::add);
    List<Comparison> all = new ArrayList<>(gains);
    all.addAll(pairs);
    return new Verdict(headline, details(all), all);
  }

  private String gainSentence() {
    List<Integer> order =
        IntStream.range(0, arms.size())
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -mean(arms.get(i).gold())))
            .toList();
    boolean none =
        arms.size() > 1 && gains.stream().allMatch(c -> c.finding() == Finding.NO_DIFFERENCE);
    StringBuilder sentence =
        new StringBuilder(none ? "No change of gold reward was seen in any arm: " : "");
    for (int rank = 0; rank < order.size(); rank++) {
      int i = order.get(rank);
      boolean first = rank == 0;
      sentence.append(first ? "" : "; ").append(first && !none ? "Against " : "against ");
      sentence.append(arms.get(i).arm().label());
      sentence.append(none ? bare(gains.get(i), first) : gain(gains.get(i), first));
      sentence.append(drift(arms.get(i).arm(), first));
      signs(arms.get(i).arm())
          .ifPresent(sign -> sentence.append(", with signs of hacking ").append(sign));
    }
    return sentence.append('.').toString();
  }

  private static String gain(Comparison gain, boolean first) {
    String interval = first ? Effect.INTERVAL : "";
    String subject = first ? " the policy " : " it ";
    return switch (gain.finding()) {
      case MORE -> subject + "gained " + Effect.of(gain, 1, Effect.GOLD, interval);
      case LESS -> subject + "lost " + Effect.of(gain, -1, Effect.GOLD, interval);
      case NO_DIFFERENCE ->
          " no change of gold reward was seen: " + Effect.of(gain, 1, Effect.GOLD, interval);
      case UNCERTAIN ->
          subject
              + "changed by "
              + Effect.of(gain, 1, Effect.GOLD, interval)
              + ", which is not sure ("
              + Digits.p(Effect.orZero(gain.adjustedP()))
              + " after Holm's correction)";
      case SAME -> " the gold reward of every prompt stayed as it was";
      case TOO_FEW -> " there are too few %s to tell (%d)".formatted(gain.unit(), gain.units());
    };
  }

  /** The numbers alone, where one phrase says of all arms what they mean. */
  private static String bare(Comparison gain, boolean first) {
    return " " + Effect.of(gain, 1, "", first ? Effect.INTERVAL : "");
  }

  private static String drift(Arm arm, boolean first) {
    return " at a KL of " + Digits.rough(arm.finalKl()) + (first ? " nats a sequence" : "");
  }

  private static Optional<String> signs(Arm arm) {
    return signs(arm, CurvePoint::gold);
  }

  private static Optional<String> signs(Arm arm, Function<CurvePoint, @Nullable Measured> gold) {
    List<HackingSign> signs =
        arm.curves().stream().flatMap(curve -> HackingSign.of(curve, gold).stream()).toList();
    if (signs.isEmpty()) {
      return Optional.empty();
    }
    int step = signs.stream().mapToInt(HackingSign::step).min().orElseThrow();
    int seeds = arm.curves().size();
    return Optional.of(
        "from step %d%s"
            .formatted(step, seeds > 1 ? " (%d of %d seeds)".formatted(signs.size(), seeds) : ""));
  }

  /** Where a gold reward turned, or how far the arm was taken without that. */
  private static String turn(Arm arm, String name, Function<CurvePoint, @Nullable Measured> gold) {
    return signs(arm, gold)
        .map(
            sign ->
                "%s: %s fell by more than two standard errors %s while proxy did not fall."
                    .formatted(capital(arm.label()), name, sign))
        .orElseGet(
            () ->
                "%s: taken to step %d, a KL of %s nats a sequence, without a turn of %s."
                    .formatted(
                        capital(arm.label()),
                        arm.curves().getFirst().last().step(),
                        Digits.rough(arm.finalKl()),
                        name));
  }

  /** Which arms' gold cannot be taken at its word, in one sentence. */
  private Optional<String> doubt() {
    List<String> doubtful =
        arms.stream()
            .map(ArmOutcome::arm)
            .filter(arm -> GoldDoubt.of(arm).isPresent())
            .map(Arm::label)
            .toList();
    if (doubtful.isEmpty()) {
      return Optional.empty();
    }
    String which =
        doubtful.size() < arms.size() || arms.size() == 1
            ? "against " + String.join(", against ", doubtful)
            : "in every arm";
    return Optional.of(
        "Gold may be fooled too: %s it did not fall while the texts changed in ways that it does not measure; read the samples before believing it."
            .formatted(which));
  }

  private List<String> pairSentences() {
    List<Comparison> shown =
        pairs.stream()
            .filter(c -> c.finding() == Finding.MORE || c.finding() == Finding.LESS)
            .sorted(Comparator.comparingDouble(c -> -Effect.orZero(c.difference())))
            .toList();
    List<Comparison> unsure = pairs.stream().filter(c -> !shown.contains(c)).toList();
    List<String> sentences = new ArrayList<>();
    if (!shown.isEmpty()) {
      sentences.add(shownSentence(shown));
    }
    if (unsure.size() == 1) {
      sentences.add(pairSentence(unsure.getFirst()) + ".");
    } else if (!unsure.isEmpty()) {
      sentences.add(manyUnsure(unsure, !shown.isEmpty()));
    }
    return sentences;
  }

  private static String shownSentence(List<Comparison> shown) {
    List<Comparison> named = shown.subList(0, Math.min(NAMED_PAIRS, shown.size()));
    String effects =
        named.stream()
            .map(
                c ->
                    "%s ended %s %s by %s"
                        .formatted(
                            c.first(),
                            c.finding() == Finding.MORE ? "above" : "below",
                            c.second(),
                            Effect.of(
                                c,
                                c.finding() == Finding.MORE ? 1 : -1,
                                Effect.GOLD,
                                Effect.INTERVAL)))
            .collect(joining("; "));
    double p = named.stream().mapToDouble(c -> Effect.orZero(c.adjustedP())).max().orElseThrow();
    int more = shown.size() - named.size();
    return "%s (%s over %d %s, %s after Holm's correction%s)%s."
        .formatted(
            capital(effects),
            named.getFirst().test(),
            named.getFirst().units(),
            named.getFirst().unit(),
            Digits.p(p),
            named.size() == 1 || p < 0.001 ? "" : ", the larger of the two",
            more == 0
                ? ""
                : "; %d more %s below"
                    .formatted(more, more == 1 ? "difference stands" : "differences stand"));
  }

  static String pairSentence(Comparison c) {
    String test = "%s over %d %s".formatted(c.test(), c.units(), c.unit());
    return switch (c.finding()) {
      case MORE, LESS -> shownSentence(List.of(c)).replaceFirst("[.]$", "");
      case NO_DIFFERENCE ->
          "No difference was seen between %s and %s: %s; %s; the smallest difference this run could have seen at 80 %% power is %s"
              .formatted(
                  c.first(),
                  c.second(),
                  Effect.of(c, 1, Effect.GOLD, Effect.INTERVAL),
                  test,
                  smallest(c));
      case UNCERTAIN ->
          "Between %s and %s a difference is not sure: %s; %s, but %s after Holm's correction; the smallest difference this run could have seen at 80 %% power is %s"
              .formatted(
                  c.first(),
                  c.second(),
                  Effect.of(c, 1, Effect.GOLD, Effect.INTERVAL),
                  test,
                  Digits.p(Effect.orZero(c.adjustedP())),
                  smallest(c));
      case SAME ->
          "%s and %s have the same gold reward on all %d %s"
              .formatted(capital(c.first()), c.second(), c.units(), c.unit());
      case TOO_FEW ->
          "The run is too small to compare %s with %s (%d %s)"
              .formatted(c.first(), c.second(), c.units(), c.unit());
    };
  }

  private static String manyUnsure(List<Comparison> unsure, boolean some) {
    String which =
        !some
            ? "between any two arms"
            : unsure.size() > NAMED_PAIRS
                ? "between the arms of the other %d pairs".formatted(unsure.size())
                : unsure.stream()
                    .map(c -> c.first() + " and " + c.second())
                    .collect(joining(", or between ", "between ", ""));
    var smallest =
        unsure.stream()
            .filter(c -> c.smallest() != null)
            .mapToDouble(c -> Effect.orZero(c.smallest()))
            .summaryStatistics();
    String power =
        smallest.getCount() == 0
            ? "the run is too small for a test"
            : "the smallest that this run could have seen at 80 % power is "
                + range(smallest.getMin(), smallest.getMax());
    return "No sure difference was seen %s (paired t tests with Holm's correction); %s."
        .formatted(which, power);
  }

  private static String range(double low, double high) {
    String from = Digits.rough(low);
    String to = Digits.rough(high);
    return from.equals(to) ? from : from + " to " + to + ", by pair";
  }

  private List<String> details(List<Comparison> all) {
    List<String> details = new ArrayList<>();
    int prompts = initial[0].length;
    int seeds = arms.stream().mapToInt(a -> a.gold().length).min().orElseThrow();
    boolean bySeed = all.stream().anyMatch(c -> c.unit().equals("training seeds"));
    details.add(
        bySeed
            ? "The intervals are over training seeds: they cover training again, on these %d prompts."
                .formatted(prompts)
            : "The intervals are over %d prompts and hold for these very policies: %s cannot say what training again would give."
                .formatted(prompts, seeds == 1 ? "one training seed" : seeds + " training seeds"));
    details.add(
        "%d %s made; a difference is called one only if the paired t test stands at 5 %% after Holm's correction for all of them. Without it, no word of a winner."
            .formatted(all.size(), all.size() == 1 ? "comparison was" : "comparisons were"));
    double low = arms.stream().mapToDouble(a -> a.arm().finalKl()).min().orElseThrow();
    double high = arms.stream().mapToDouble(a -> a.arm().finalKl()).max().orElseThrow();
    if (arms.size() > 1 && high > 1.5 * low) {
      details.add(
          "The arms ended at different KL (%s to %s nats a sequence): the frontier compares them at equal reward."
              .formatted(Digits.rough(low), Digits.rough(high)));
    }
    for (ArmOutcome arm : arms) {
      GoldDoubt.of(arm.arm())
          .ifPresent(
              doubt ->
                  details.add(
                      "%s: gold did not fall, but from first to last evaluation the texts became %s."
                          .formatted(
                              capital(arm.arm().label()), String.join(", ", doubt.changes()))));
      details.add(turn(arm.arm(), "gold", CurvePoint::gold));
      if (second.isPresent()) {
        details.add(turn(arm.arm(), "the second gold", CurvePoint::secondGold));
      }
    }
    return details;
  }

  private static String smallest(Comparison c) {
    return Digits.of(Effect.orZero(c.smallest()), c.smallest());
  }

  private static double mean(double[][] gold) {
    return Arrays.stream(gold).mapToDouble(Comparisons::mean).average().orElseThrow();
  }

  private static String capital(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}

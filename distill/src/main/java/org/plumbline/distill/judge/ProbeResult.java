package org.plumbline.distill.judge;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.stats.Estimate;

/**
 * What a judge said to a probe.
 *
 * @param graded one for each question
 */
public record ProbeResult(List<Graded> graded) {
  private static final double CONFIDENCE = 0.95;

  public ProbeResult {
    graded = List.copyOf(graded);
  }

  /**
   * One question's grades; a missing one is nothing.
   *
   * @param better of the person's answer
   * @param worse of the others
   */
  public record Graded(
      String id, OptionalDouble better, Map<ProbeKind, OptionalDouble> worse, List<Grading> all) {
    public Graded {
      worse = Map.copyOf(worse);
      all = List.copyOf(all);
    }

    /** 1, 0 or -1: the better answer has the higher, the same or the lower grade. */
    Optional<Integer> sign(ProbeKind kind) {
      OptionalDouble gain = gain(kind);
      return gain.isPresent()
          ? Optional.of((int) -Math.signum(gain.getAsDouble()))
          : Optional.empty();
    }

    /** Grade of the worse answer less that of the better one. */
    OptionalDouble gain(ProbeKind kind) {
      OptionalDouble other = worse.getOrDefault(kind, OptionalDouble.empty());
      return better.isPresent() && other.isPresent()
          ? OptionalDouble.of(other.getAsDouble() - better.getAsDouble())
          : OptionalDouble.empty();
    }

    /** The sign of the sum over all kinds: one voice for each question, so that they count once. */
    Optional<Integer> sign() {
      List<Integer> signs =
          Arrays.stream(ProbeKind.values()).flatMap(kind -> sign(kind).stream()).toList();
      return signs.isEmpty()
          ? Optional.empty()
          : Optional.of(Integer.signum(signs.stream().mapToInt(Integer::intValue).sum()));
    }
  }

  /** How a judge stands to guessing. */
  public enum Standing {
    /** The interval of its share lies above one half. */
    ABOVE_CHANCE,
    /** The interval holds one half, or the judge never tells two answers apart. */
    NOT_ABOVE_CHANCE,
    /** The interval lies below one half: it prefers the worse answers. */
    BELOW_CHANCE
  }

  /**
   * How often the better answer had the higher grade.
   *
   * @param right higher
   * @param tied the same
   * @param wrong lower
   * @param missing a grade is missing
   */
  public record Count(int right, int tied, int wrong, int missing) {
    /** Of signs: 1 for right, 0 for tied, -1 for wrong, nothing for missing. */
    public static Count of(Stream<Optional<Integer>> signs) {
      int[] counts = new int[4];
      signs.forEach(sign -> counts[sign.map(s -> 1 - s).orElse(3)]++);
      return new Count(counts[0], counts[1], counts[2], counts[3]);
    }

    /** Share of the right ones among those that differ, with its exact interval. */
    public Optional<Estimate> share() {
      return right + wrong == 0
          ? Optional.empty()
          : Optional.of(Estimate.exactShare(right, right + wrong, CONFIDENCE));
    }

    /** By the interval. */
    public Standing standing() {
      Optional<Estimate> share = share();
      if (share.isEmpty() || share.get().low() <= 0.5 && share.get().high() >= 0.5) {
        return Standing.NOT_ABOVE_CHANCE;
      }
      return share.get().low() > 0.5 ? Standing.ABOVE_CHANCE : Standing.BELOW_CHANCE;
    }

    /** For example {@code 11 of 12 right (exact 95 % interval 0.62 to 1.00), 0 tied, 0 missing}. */
    public String sentence() {
      String share =
          share()
              .map(
                  s ->
                      String.format(
                          Locale.ROOT,
                          " (exact 95 %% interval of the share %.2f to %.2f)",
                          s.low(),
                          s.high()))
              .orElse("");
      return "%d of %d right%s, %d tied, %d missing"
          .formatted(right, right + wrong, share, tied, missing);
    }
  }

  /** One kind of worse answers alone. */
  public Count count(ProbeKind kind) {
    return Count.of(graded.stream().map(g -> g.sign(kind)));
  }

  /** All kinds together, one voice for each question. */
  public Count count() {
    return Count.of(graded.stream().map(Graded::sign));
  }

  /** Whether the judge can be used. */
  public Standing standing() {
    return count().standing();
  }

  /**
   * Stops whoever would go on with a judge that cannot tell good answers from bad ones.
   *
   * @throws FailedException unless the judge is above chance
   */
  public void requireAboveChance() {
    if (standing() != Standing.ABOVE_CHANCE) {
      String kinds =
          Arrays.stream(ProbeKind.values())
              .map(kind -> "%s: %s".formatted(kind.label(), count(kind).sentence()))
              .collect(Collectors.joining("; "));
      throw new FailedException(
          "%s Nothing was optimised against it. By kind: %s. %s Take another judge, or a larger probe"
              .formatted(sentence(), kinds, ParseRate.of(gradings()).sentence()));
    }
  }

  /** One sentence for a person who wonders whether to trust the judge. */
  public String sentence() {
    String said = count().sentence();
    return switch (standing()) {
      case ABOVE_CHANCE ->
          "The judge orders known better and worse answers better than chance: %s.".formatted(said);
      case NOT_ABOVE_CHANCE ->
          "The judge is not better than chance at telling known better from known worse answers: %s."
              .formatted(said);
      case BELOW_CHANCE ->
          "The judge is below chance: it prefers known worse answers: %s.".formatted(said);
    };
  }

  /**
   * What an answer gains by being said twice, which adds length and nothing else; above 0 the judge
   * likes length.
   *
   * @return nothing for fewer than two questions
   */
  public Optional<Estimate> gainOfLength() {
    double[] gains =
        graded.stream().flatMapToDouble(g -> g.gain(ProbeKind.PADDED).stream()).toArray();
    return gains.length < 2 ? Optional.empty() : Optional.of(Estimate.mean(gains));
  }

  /** All gradings, for parse rates. */
  public Stream<Grading> gradings() {
    return graded.stream().flatMap(g -> g.all().stream());
  }
}

package org.plumbline.mechanism.audit;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.InvalidGameException;
import org.plumbline.mechanism.Normalization;
import org.plumbline.mechanism.Reward;

/**
 * Looks for the report that gives one group the largest utility: random rewards of several shapes,
 * more extreme versions of the truth, larger sizes, and gradient ascent.
 */
final class LieSearch {
  /** With more outcomes, an ascent moves this many random ones a step. */
  private static final int MOST_COORDINATES = 24;

  private final Group truth;
  private final Normalization domain;
  private final ToDoubleFunction<Group> utility;
  private final AuditOptions options;
  private final RandomGenerator random;
  private final double truthfulUtility;
  private Deviation best;
  private long tried;

  LieSearch(
      Group truth,
      Normalization domain,
      ToDoubleFunction<Group> utility,
      AuditOptions options,
      RandomGenerator random) {
    this.truth = truth;
    this.domain = domain;
    this.utility = utility;
    this.options = options;
    this.random = random;
    this.truthfulUtility = utility.applyAsDouble(truth);
    this.best = new Deviation(truth, truth, "truth", truthfulUtility, truthfulUtility);
  }

  /** The best lie, or the truth if none is better. */
  Deviation best() {
    return best;
  }

  long tried() {
    return tried;
  }

  LieSearch run(LieScope scope) {
    switch (scope) {
      case REWARD -> rewards(scope);
      case SIZE -> sizes();
      case BOTH -> {
        sizes();
        rewards(scope);
      }
    }
    return this;
  }

  private void sizes() {
    for (long size = 1; size <= Math.min(options.largestSize(), 64); size++) {
      tryReport("size", truth.withSize(size));
    }
    tryReport("size", truth.withSize(options.largestSize()));
  }

  private void rewards(LieScope scope) {
    for (int i = 0; i < options.randomLies(); i++) {
      long size = size(scope);
      tryReward("random", random(), size);
      tryReward("sparse", sparse(), size);
      tryReward("local", near(), size);
      tryReward("polarised", polarised(i / (double) options.randomLies() * 4), size);
    }
    for (int i = 0; i < options.ascents(); i++) {
      ascend(i == 0 ? truth.reward().values() : normalized(random()), size(scope));
    }
  }

  private long size(LieScope scope) {
    return scope == LieScope.BOTH ? random.nextLong(1, options.largestSize() + 1) : truth.size();
  }

  private double tryReward(String strategy, double[] raw, long size) {
    double[] reward = normalized(raw);
    return reward.length == 0
        ? Double.NEGATIVE_INFINITY
        : tryReport(strategy, new Group(truth.name(), size, Reward.of(reward)));
  }

  private double tryReport(String strategy, Group report) {
    tried++;
    double reached = utility.applyAsDouble(report);
    if (reached > best.utility()) {
      best = new Deviation(truth, report, strategy, truthfulUtility, reached);
    }
    return reached;
  }

  /** Brings a reward to the rule of the game; empty if it cannot be. */
  private double[] normalized(double[] raw) {
    double[] positive =
        truth.reward().least() < 0 ? raw : Arrays.stream(raw).map(v -> Math.max(0, v)).toArray();
    try {
      return domain.apply(positive);
    } catch (InvalidGameException e) {
      return new double[0];
    }
  }

  private double[] random() {
    double scale = Math.max(Math.abs(truth.reward().largest()), 1e-3);
    double power = random.nextDouble(0.2, 5); // from nearly flat to one that towers above all
    return fill(x -> scale * Math.pow(random.nextDouble(), power));
  }

  private double[] sparse() {
    double scale = Math.max(Math.abs(truth.reward().largest()), 1e-3);
    int kept = random.nextInt(size());
    return fill(x -> x == kept || random.nextInt(3) == 0 ? scale * random.nextDouble() : 0);
  }

  private double[] near() {
    double scale = truth.reward().largest() * Math.pow(10, -random.nextDouble(0, 6));
    return fill(x -> truth.reward().at(x) + scale * random.nextGaussian());
  }

  /** The truth with its distances from the mean stretched. */
  private double[] polarised(double stretch) {
    double mean = Arrays.stream(truth.reward().values()).average().orElse(0);
    return fill(x -> truth.reward().at(x) + stretch * (truth.reward().at(x) - mean));
  }

  /** Steepest ascent by differences, projected onto the rule; the step adapts. */
  private void ascend(double[] start, long size) {
    double[] at = start;
    if (at.length == 0) {
      return;
    }
    double scale = Math.max(truth.reward().largest() - truth.reward().least(), 1e-3);
    double value = tryReward("ascent", at, size);
    double length = scale / 4;
    for (int step = 0; step < options.steps() && length > 1e-9 * scale; step++) {
      double[] slope = slope(at, size, 1e-4 * scale);
      double norm = Math.sqrt(Arrays.stream(slope).map(s -> s * s).sum());
      if (norm == 0) {
        return;
      }
      double[] next = at.clone();
      for (int x = 0; x < next.length; x++) {
        next[x] += length * slope[x] / norm;
      }
      double reached = tryReward("ascent", next, size);
      if (reached > value) {
        at = normalized(next);
        value = reached;
        length *= 1.5;
      } else {
        length /= 3;
      }
    }
  }

  private double[] slope(double[] at, long size, double distance) {
    double[] slope = new double[at.length];
    boolean all = at.length <= MOST_COORDINATES;
    for (int i = 0; i < Math.min(at.length, MOST_COORDINATES); i++) {
      int x = all ? i : random.nextInt(at.length);
      double[] up = at.clone();
      up[x] += distance;
      double[] down = at.clone();
      down[x] -= distance;
      double rise = tryReward("ascent", up, size) - tryReward("ascent", down, size);
      slope[x] = Double.isFinite(rise) ? rise / (2 * distance) : 0;
    }
    return slope;
  }

  private int size() {
    return truth.reward().size();
  }

  private double[] fill(IntToDoubleFunction value) {
    double[] raw = new double[size()];
    Arrays.setAll(raw, value);
    return raw;
  }
}

package org.plumbline.core.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.plumbline.core.random.Seeds;

/**
 * A report of made-up numbers that behave like a run's: four arms, the single one hacked.
 *
 * <p>{@link #main} writes it, to be looked at.
 */
final class ExampleReport {
  static final int PROMPTS = 64;
  private static final Seeds SEEDS = new Seeds(20261123);
  private static final List<Arm.Kind> KINDS =
      List.of(Arm.Kind.SINGLE, Arm.Kind.ENSEMBLE, Arm.Kind.AVERAGE, Arm.Kind.ELASTIC_RESET);
  private static final List<String> NAMES = List.of("single", "ensemble", "average", "reset");
  private static final List<String> LABELS =
      List.of(
          "a single reward model",
          "the ensemble of 4 reward models",
          "the average of 4 reward models",
          "a single one with Elastic Reset");
  private static final List<String> WORDS =
      List.of(
          "the", "old", "bridge", "was", "built", "by", "people", "who", "lived", "near", "river",
          "and", "wanted", "to", "cross", "it", "without", "a", "boat", "every", "day");

  private ExampleReport() {}

  public static void main(String[] args) {
    ReportWriter.write(of(Integer.parseInt(args[1])), Path.of(args[0]));
  }

  static Report of(int seeds) {
    List<Arm> arms = new ArrayList<>();
    for (int i = 0; i < KINDS.size(); i++) {
      arms.add(new Arm(NAMES.get(i), LABELS.get(i), KINDS.get(i), curves(i, seeds)));
    }
    List<ArmOutcome> outcomes = new ArrayList<>();
    double[] ends = {0.02, 0.16, 0.17, 0.12};
    double[][] initial = {gold(0, 0, 0)};
    for (int i = 0; i < arms.size(); i++) {
      double[][] gold = new double[seeds][];
      for (int seed = 0; seed < seeds; seed++) {
        gold[seed] = gold(ends[i], i, seed + 1);
      }
      outcomes.add(new ArmOutcome(arms.get(i), gold));
    }
    return new Report(
        "Aligning against 1 and against 4 reward models",
        VerdictWriter.write(initial, outcomes),
        new GoldReward(
            "faultless sentences (share)",
            "the share of sentences in which the grammar checker finds no fault. A short or empty text is faultless too: see the lengths.",
            "clean reward model (logit)",
            "a reward model on another encoder, trained on clean labels. It is stronger, not independent: half of its layers descend from the same pretraining as the proxies'."),
        arms,
        Frontier.of(arms),
        accuracies(),
        calibration(),
        List.of(agreement()),
        samples(),
        List.of(facts()));
  }

  private static double[] gold(double gain, int arm, int seed) {
    SplittableRandom prompts = SEEDS.stream("prompts");
    SplittableRandom own = SEEDS.child("gold", arm).child("seed", seed).stream("noise");
    double[] gold = new double[PROMPTS];
    for (int i = 0; i < PROMPTS; i++) {
      gold[i] = 0.55 + 0.2 * prompts.nextGaussian() + gain + 0.12 * own.nextGaussian();
    }
    return gold;
  }

  private static List<Curve> curves(int arm, int seeds) {
    List<Curve> curves = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      curves.add(curve(arm, seed));
    }
    return curves;
  }

  private static Curve curve(int arm, int seed) {
    SplittableRandom random = SEEDS.child("curve", arm).child("seed", seed).stream("noise");
    double[] speed = {0.16, 0.09, 0.1, 0.13};
    double[] turn = {60, 400, 380, 200};
    List<CurvePoint> points = new ArrayList<>();
    for (int step = 0; step <= 240; step += 10) {
      double progress = arm == 3 ? step % 80 + step * 0.25 : step;
      double kl =
          step == 0
              ? 0
              : speed[arm] * Math.pow(progress, 0.92) * (1 + 0.03 * random.nextGaussian());
      double gold =
          0.55
              + 0.16 * Math.tanh(progress / 60) * (1 - progress / (turn[arm] * 3.2))
              + 0.006 * random.nextGaussian();
      double proxy =
          -0.4
              + 2.6 * Math.tanh(progress / 130) * (arm == 0 ? 1.35 : 1)
              + 0.05 * random.nextGaussian();
      points.add(
          new CurvePoint(
              step,
              kl,
              new Measured(proxy, 0.08),
              new Measured(gold, 0.021),
              new Measured(0.3 + 1.2 * gold, 0.07),
              diagnostics(arm, progress, random)));
    }
    List<Mark> marks = new ArrayList<>();
    if (arm == 3) {
      marks.addAll(
          List.of(
              new Mark(80, Mark.Type.RESET),
              new Mark(160, Mark.Type.RESET),
              new Mark(240, Mark.Type.RESET)));
    }
    if (arm == 0) {
      marks.add(new Mark(80, Mark.Type.EARLY_STOP));
    }
    return new Curve(seed, points, marks);
  }

  private static Map<Diagnostic, Double> diagnostics(
      int arm, double progress, SplittableRandom random) {
    Map<Diagnostic, Double> all = new EnumMap<>(Diagnostic.class);
    double much = arm == 0 ? 1 : 0.35;
    all.put(Diagnostic.WORDS, 14 - much * progress * 0.035 + 0.2 * random.nextGaussian());
    all.put(Diagnostic.PERPLEXITY, 21 - much * progress * 0.03 + 0.3 * random.nextGaussian());
    all.put(Diagnostic.TRIGRAM_PERPLEXITY, 160 - much * progress * 0.2 + 2 * random.nextGaussian());
    all.put(Diagnostic.REPETITION, 0.02 + much * progress * 0.0008 + 0.002 * random.nextDouble());
    all.put(Diagnostic.COPYING, 0.11 + much * progress * 0.0004 + 0.004 * random.nextDouble());
    all.put(
        Diagnostic.UNFINISHED,
        Math.max(0, 0.14 - progress * 0.0006 + 0.004 * random.nextGaussian()));
    return all;
  }

  private static List<Accuracy> accuracies() {
    List<Accuracy> rows = new ArrayList<>();
    int[] test = {1005, 1012, 1021, 1037, 1042, 1025};
    int[] clean = {3340, 3310, 3395, 3402, 3460, 3371};
    int[] corrupted = {520, 548, 505, 498, 430, 402};
    for (int i = 0; i < test.length; i++) {
      String name = i < 4 ? "member " + (i + 1) : i == 4 ? "ensemble" : "average";
      Accuracy.Kind kind =
          i < 4 ? Accuracy.Kind.MEMBER : i == 4 ? Accuracy.Kind.ENSEMBLE : Accuracy.Kind.AVERAGE;
      rows.add(Accuracy.of(name, kind, "test, unseen rules", test[i], 1303));
      rows.add(Accuracy.of(name, kind, "train, clean labels", clean[i], 3900));
      rows.add(Accuracy.of(name, kind, "train, corrupted labels", corrupted[i], 1300));
    }
    return rows;
  }

  private static List<CalibrationBin> calibration() {
    List<CalibrationBin> bins = new ArrayList<>();
    for (String scorer : List.of("member 1", "ensemble", "average")) {
      double stretch = scorer.equals("member 1") ? 0.7 : 0.9;
      for (int i = 0; i < 10; i++) {
        double p = 0.05 + 0.1 * i;
        double share = 0.5 + stretch * (p - 0.5);
        bins.add(
            new CalibrationBin(
                scorer, p, share, Math.max(0, share - 0.07), Math.min(1, share + 0.07), 130));
      }
    }
    return bins;
  }

  private static AgreementMatrix agreement() {
    List<String> names =
        List.of("member 1", "member 2", "member 3", "member 4", "ensemble", "average");
    SplittableRandom random = SEEDS.stream("agreement");
    double[][] values = new double[6][6];
    for (int i = 0; i < 6; i++) {
      values[i][i] = 1;
      for (int j = i + 1; j < 6; j++) {
        values[i][j] = values[j][i] = (j >= 4 ? 0.9 : 0.82) + 0.06 * random.nextDouble();
      }
    }
    List<List<Double>> rows = new ArrayList<>();
    for (double[] row : values) {
      rows.add(java.util.Arrays.stream(row).boxed().toList());
    }
    return new AgreementMatrix("share of test pairs ordered alike", names, rows);
  }

  private static List<SampleRow> samples() {
    SplittableRandom random = SEEDS.stream("samples");
    List<String> starts =
        List.of(
            "She opened the door and",
            "A bicycle is",
            "The committee decided",
            "Before the war",
            "If you boil water");
    List<SampleRow> rows = new ArrayList<>();
    for (int step : new int[] {80, 160, 240}) {
      for (int i = 0; i < 16; i++) {
        String initial = sentence(random, 12);
        List<Sample> texts = new ArrayList<>();
        texts.add(new Sample(Arm.INITIAL, initial, -0.4, random.nextDouble(), 0.2));
        for (String arm : NAMES) {
          texts.add(
              new Sample(
                  arm,
                  initial.substring(0, initial.length() / 2) + sentence(random, 7),
                  2 + random.nextDouble(),
                  random.nextDouble(),
                  1.1));
        }
        rows.add(new SampleRow(step, starts.get(i % starts.size()), 100 + i, texts));
      }
    }
    return rows;
  }

  private static String sentence(SplittableRandom random, int words) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
    }
    return text.append('.').toString();
  }

  private static RunFacts facts() {
    return new RunFacts(
        "demo",
        "./plumb rl --reward rm-average --gold embedded:languagetool --method rloo --steps 240 --seed 7 --out runs/demo",
        7,
        "2026-11-23 22:10 UTC",
        "2 cores, 4 GB, Linux x86-64",
        List.of(
            new RunFacts.Phase("reward models", 131.2, 8200.0, 1210.0),
            new RunFacts.Phase("rollouts", 214, 4100.0, 1640.0),
            new RunFacts.Phase("gold reward", 41, null, null)),
        List.of(
            new RunFacts.Option("rloo.samples", "4", "default"),
            new RunFacts.Option("rloo.kl-weight", "0.05", "recipe"),
            new RunFacts.Option("seed", "7", "command line")),
        List.of(
            new RunFacts.Input(
                "preferences",
                "corrections of English sentences by people",
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")),
        List.of(
            new RunFacts.Version("Plumbline", "0.1.0"),
            new RunFacts.Version("JDK", "25.0.3"),
            new RunFacts.Version("libtorch", "2.10.0")));
  }
}

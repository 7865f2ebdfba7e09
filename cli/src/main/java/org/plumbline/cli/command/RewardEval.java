package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.plumbline.align.reward.PairScores;
import org.plumbline.align.reward.RewardEnsemble;
import org.plumbline.align.reward.RewardEvaluation;
import org.plumbline.align.reward.RewardModel;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.report.RewardEvaluationFile;
import org.plumbline.cli.source.ModelChats;
import org.plumbline.cli.source.RewardFolders;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.data.Preference;
import org.plumbline.core.options.Option;
import org.plumbline.core.report.Accuracy;
import org.plumbline.core.report.AgreementMatrix;
import org.plumbline.core.report.CalibrationBin;
import org.plumbline.core.score.Aggregator;
import org.plumbline.lm.hub.ModelFiles;

/**
 * {@code plumb reward eval}: how well members, their ensemble and their average order pairs, by
 * slice.
 */
public final class RewardEval implements StageCommand<RewardEval.Options> {

  /** Whom to measure, and on what. */
  public record Options(
      @Option(value = "reward models: folders, or a run with members", required = true)
          List<String> models,
      @Option("their weight average, if there is one") String average,
      @Option(value = "preferences that nobody was trained on", required = true) String data,
      @Option("what these are called") String sliceName,
      @Option("training pairs with their own labels, if they are to be measured") String clean,
      @Option("training pairs with swapped labels, likewise") String corrupted,
      @Option("most pairs of a slice; more are sampled") int sliceLimit,
      @Option("a slice for each group of the data too") boolean byGroup,
      @Option("how the ensemble's scores become one") Aggregator aggregate,
      @Option(inline = true) RowOptions rows) {

    public Options {
      require(sliceLimit > 0, "slice-limit must be positive (got %d)", sliceLimit);
    }
  }

  /** Accuracy of each scorer on the first slice. */
  public record Outcome(Map<String, Double> accuracies, double agreement) {}

  @Override
  public Options defaults() {
    return new Options(
        List.of(),
        "",
        "",
        "test",
        "",
        "",
        2000,
        false,
        Aggregator.parse("mean"),
        RowOptions.DEFAULT);
  }

  @Override
  public List<String> examples() {
    return List.of(
        "--models runs/reward --data embedded:grammar-preferences-test --out runs/eval",
        "--models runs/reward --data preferences.jsonl --out runs/eval");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    return Plan.empty().with("reward models", "%d", RewardFolders.of(options.models()).size());
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    List<ModelFiles> folders = new ArrayList<>(RewardFolders.of(options.models()));
    int members = folders.size();
    if (!options.average().isEmpty()) {
      folders.add(average(options.average()));
    }
    List<RewardModel> opened = RewardFolders.open(folders);
    try (ModelChats chats = ModelChats.ofReward(folders.getFirst())) {
      Map<String, List<Preference>> slices = slices(options, context, chats);
      opened.forEach(model -> model.readAs(chats.form()));
      return evaluate(options, context, opened.subList(0, members), opened, slices);
    } finally {
      opened.forEach(RewardModel::close);
    }
  }

  private static ModelFiles average(String word) {
    List<ModelFiles> found = RewardFolders.of(List.of(word));
    require(
        found.size() == 1,
        "the average must be one reward model; '%s' holds %d. Make one of them with 'plumb reward average %s'",
        word,
        found.size(),
        word);
    return found.getFirst();
  }

  private static Result evaluate(
      Options options,
      CommandContext context,
      List<RewardModel> members,
      List<RewardModel> all,
      Map<String, List<Preference>> slices) {
    List<Accuracy> accuracies = new ArrayList<>();
    List<CalibrationBin> calibration = new ArrayList<>();
    List<PairScores> firstSlice = new ArrayList<>();
    Map<String, Double> told = new LinkedHashMap<>();
    RewardEnsemble everybody = new RewardEnsemble(all, options.aggregate());
    for (var slice : slices.entrySet()) {
      double[][] raw = everybody.raw(PairScores.texts(slice.getValue()));
      for (var scorer : scores(options, members, raw).entrySet()) {
        PairScores scores = scorer.getValue();
        RewardEvaluation found = RewardEvaluation.of(slice.getKey(), scores);
        accuracies.add(accuracy(scorer.getKey(), found, scores.size()));
        if (slice.getKey().equals(options.sliceName())) {
          calibration.addAll(CalibrationBin.of(scorer.getKey(), found.calibration()));
          told.put(scorer.getKey(), found.accuracy().value());
          if (firstSlice.size() < members.size()) {
            firstSlice.add(scores);
          }
        }
      }
    }
    List<AgreementMatrix> agreement =
        members.size() > 1 ? List.of(agreement(firstSlice)) : List.of();
    new RewardEvaluationFile(accuracies, calibration, agreement).write(context.run().path());
    double mean = members.size() > 1 ? RewardEvaluation.agreement(firstSlice) : 1;
    return new Result(new Outcome(told, mean), text(accuracies));
  }

  /**
   * What members, ensemble and average give, in log-odds.
   *
   * @param raw scores of all models for the chosen and the rejected texts, the average's last
   */
  private static Map<String, PairScores> scores(
      Options options, List<RewardModel> members, double[][] raw) {
    Map<String, PairScores> scores = new LinkedHashMap<>();
    for (int m = 0; m < members.size(); m++) {
      scores.put("member " + (m + 1), PairScores.split(raw[m]));
    }
    if (members.size() > 1) {
      RewardEnsemble ensemble = new RewardEnsemble(members, options.aggregate());
      scores.put("ensemble", PairScores.split(ensemble.logOdds(raw)));
    }
    if (raw.length > members.size()) {
      scores.put("average", PairScores.split(raw[raw.length - 1]));
    }
    return scores;
  }

  private static Map<String, List<Preference>> slices(
      Options options, CommandContext context, ModelChats chats) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(options.sliceName(), options.data());
    files.put("training, own labels", options.clean());
    files.put("training, swapped labels", options.corrupted());
    Map<String, List<Preference>> slices = new LinkedHashMap<>();
    files.forEach(
        (name, file) -> {
          if (!file.isEmpty()) {
            List<Preference> all = context.sources().preferences(file, options.rows(), chats);
            if (all.size() > options.sliceLimit()) {
              context
                  .console()
                  .say(
                      "      %s: %,d of %,d pairs are sampled; --slice-limit %d measures all",
                      name, options.sliceLimit(), all.size(), all.size());
            }
            slices.put(name, sample(all, options.sliceLimit(), context.seeds().stream("slices")));
          }
        });
    return options.byGroup() ? withGroups(options.sliceName(), slices) : slices;
  }

  /** The slices, and those of the first one's groups by name. */
  private static Map<String, List<Preference>> withGroups(
      String first, Map<String, List<Preference>> slices) {
    Map<String, List<Preference>> groups = new TreeMap<>();
    for (Preference pair : slices.getOrDefault(first, List.of())) {
      if (!pair.group().isEmpty()) {
        String name = first + ", " + pair.group();
        groups.computeIfAbsent(name, group -> new ArrayList<>()).add(pair);
      }
    }
    Map<String, List<Preference>> all = new LinkedHashMap<>(slices);
    all.putAll(groups);
    return all;
  }

  private static List<Preference> sample(List<Preference> all, int limit, SplittableRandom random) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, all.size()).boxed().toList());
    Collections.shuffle(order, random);
    return order.stream().limit(limit).sorted().map(all::get).toList();
  }

  private static Accuracy accuracy(String scorer, RewardEvaluation found, int pairs) {
    Accuracy.Kind kind =
        switch (scorer) {
          case "ensemble" -> Accuracy.Kind.ENSEMBLE;
          case "average" -> Accuracy.Kind.AVERAGE;
          default -> Accuracy.Kind.MEMBER;
        };
    return Accuracy.of(
        scorer, kind, found.slice(), Math.round(found.accuracy().value() * pairs), pairs);
  }

  private static AgreementMatrix agreement(List<PairScores> members) {
    List<String> names =
        IntStream.rangeClosed(1, members.size()).mapToObj(m -> "member " + m).toList();
    List<List<Double>> values = new ArrayList<>();
    for (PairScores a : members) {
      values.add(members.stream().map(b -> RewardEvaluation.agreement(List.of(a, b))).toList());
    }
    return new AgreementMatrix("share of unseen pairs that both order alike", names, values);
  }

  private static String text(List<Accuracy> accuracies) {
    StringBuilder text = new StringBuilder();
    for (Accuracy a : accuracies) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s%-28s %-10s %5.1f %%  (%.1f to %.1f, %,d pairs)",
              text.isEmpty() ? "" : "\n      ",
              a.slice(),
              a.scorer(),
              100 * a.accuracy(),
              100 * a.low(),
              100 * a.high(),
              a.pairs()));
    }
    return text.toString();
  }
}

package org.plumbline.align.reward;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.run.ContentHash;
import org.plumbline.core.weights.ManifestDiff;
import org.plumbline.core.weights.WeightAverage;
import org.plumbline.core.weights.Weights;
import org.plumbline.lm.adapter.PeftFolder;
import org.plumbline.lm.hub.ModelFiles;
import org.plumbline.lm.hub.ModelWriter;

/**
 * The average of reward models in weight space, itself a reward model that costs what one costs.
 *
 * <p>WARM (Ramé et al. 2024), section 3.1: the mean of all weights, heads included, of fine-tunings
 * that share their start. It is taken tensor by tensor from the files, so memory does not grow with
 * the number of members.
 */
public final class RewardAverage {
  private RewardAverage() {}

  /**
   * Averages reward models into a new folder.
   *
   * @param members folders of at least one reward model
   * @param target the new folder, which appears whole or not at all
   * @param reference texts to which the normaliser is fitted; without any it is the mean of the
   *     members' normalisers, which is right to first order
   * @throws InvalidInputException if the members may not be averaged, with all differences; nothing
   *     is written then
   */
  public static void write(List<Path> members, Path target, List<Exchange> reference) {
    require(!members.isEmpty(), "an average needs at least one reward model (got none)");
    ModelWriter.requireFree(target);
    List<RewardModelFile> files = members.stream().map(RewardModelFile::read).toList();
    for (Path member : members) {
      require(
          !PeftFolder.isOne(ModelFiles.of(member)),
          "cannot average '%s': it is an adapter, and the average of factors is not that of the weights they make. Use"
              + " 'plumb reward score --aggregate mean', which works for any models. Nothing was written.",
          name(member));
    }
    for (int m = 1; m < files.size(); m++) {
      requireAlike(members.getFirst(), files.getFirst(), members.get(m), files.get(m));
    }
    List<Weights> weights = new ArrayList<>();
    try {
      for (Path member : members) {
        weights.add(Weights.open(member));
      }
      ManifestDiff.of(weights).requireNone("average %d reward models".formatted(members.size()));
      ModelWriter.write(target, folder -> fill(folder, members, files, weights, reference));
    } finally {
      weights.forEach(Weights::close);
    }
  }

  private static void fill(
      Path folder,
      List<Path> members,
      List<RewardModelFile> files,
      List<Weights> weights,
      List<Exchange> reference)
      throws IOException {
    WeightAverage.uniform(members.size())
        .write(weights, folder.resolve(Weights.FILE), Map.of("format", "pt"));
    for (String name : List.of("config.json", "tokenizer.json", "tokenizer_config.json")) {
      Files.copy(members.getFirst().resolve(name), folder.resolve(name));
    }
    List<String> hashes = members.stream().map(RewardAverage::weightsHash).toList();
    RewardModelFile file =
        files
            .getFirst()
            .with(files.getFirst().lineage().averageOf(hashes))
            .with(meanNormaliser(files.stream().map(RewardModelFile::normaliser).toList()));
    Files.writeString(folder.resolve(RewardModelFile.NAME), file.toJson());
    if (!reference.isEmpty()) {
      try (RewardModel average = RewardModel.open(folder)) {
        average.normalise(reference);
        Files.writeString(
            folder.resolve(RewardModelFile.NAME), file.with(average.normaliser()).toJson());
      }
    }
  }

  private static String weightsHash(Path member) {
    Path whole = member.resolve(Weights.FILE);
    return ContentHash.of(Files.exists(whole) ? whole : member).hex();
  }

  private static ScoreNormaliser meanNormaliser(List<ScoreNormaliser> normalisers) {
    return new ScoreNormaliser(
        normalisers.stream().mapToDouble(ScoreNormaliser::mean).average().orElse(0),
        normalisers.stream().mapToDouble(ScoreNormaliser::standardDeviation).average().orElse(1),
        0);
  }

  private static void requireAlike(Path first, RewardModelFile a, Path other, RewardModelFile b) {
    requireSame(
        first,
        a,
        other,
        b,
        file -> file.lineage().origin(),
        "they do not start from the same checkpoint (%s and %s). Weight averaging needs one common start; train '%s' from"
            + " %s, or use 'plumb reward score --aggregate mean', which works for any models");
    requireSame(
        first,
        a,
        other,
        b,
        RewardModelFile::encoderHash,
        "they do not read texts alike: tokenizer, greatest length or truncation differ (encoders %s and %s). Train '%s'"
            + " with the encoder of %s, or use 'plumb reward score --aggregate mean', which works for any models");
  }

  private static void requireSame(
      Path first,
      RewardModelFile a,
      Path other,
      RewardModelFile b,
      Function<RewardModelFile, String> property,
      String reason) {
    String wanted = property.apply(a);
    String given = property.apply(b);
    if (!wanted.equals(given)) {
      throw new InvalidInputException(
          "cannot average '%s' with '%s': ".formatted(name(other), name(first))
              + reason.formatted(
                  shortForm(given), shortForm(wanted), name(other), shortForm(wanted))
              + ". Nothing was written.");
    }
  }

  private static String name(Path folder) {
    Path last = folder.toAbsolutePath().normalize().getFileName();
    return last == null ? folder.toString() : last.toString();
  }

  private static String shortForm(String hash) {
    return hash.length() <= 8 ? hash : hash.substring(0, 8) + "...";
  }
}

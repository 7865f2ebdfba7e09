package org.plumbline.cli.source;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.plumbline.align.reward.RewardModel;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.material.Embedded;

/**
 * Finds the reward models that words name: a model's folder, a run whose {@code model} it is, a run
 * of {@code plumb reward train} with its {@code members}, or any folder of reward models.
 */
public final class RewardFolders {
  /** Where a training leaves its reward models, {@code members/1} and so on. */
  public static final String MEMBERS = "members";

  private static final String MARK = "reward-model.json";

  private RewardFolders() {}

  /**
   * Folders of reward models in the order of the words, those of one folder by number, then name.
   *
   * @throws org.plumbline.core.error.InvalidInputException if a word names none
   */
  public static List<Path> of(List<String> words) {
    require(!words.isEmpty(), "at least one reward model is needed (got none); give its folder");
    return words.stream().flatMap(word -> of(word).stream()).toList();
  }

  /** Opens all of them; who asked closes them. */
  public static List<RewardModel> open(List<Path> folders) {
    List<RewardModel> opened = new ArrayList<>();
    try {
      folders.forEach(folder -> opened.add(RewardModel.open(folder)));
      return List.copyOf(opened);
    } catch (RuntimeException e) {
      opened.forEach(RewardModel::close);
      throw e;
    }
  }

  /** Whether this very folder is a reward model. */
  public static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve(MARK));
  }

  private static List<Path> of(String word) {
    require(
        !Embedded.is(word),
        "'%s' is no reward model; none comes embedded, 'plumb reward train' makes some",
        word);
    Path folder = Path.of(word);
    require(
        Files.isDirectory(folder),
        "there is no folder '%s'; give a reward model's folder, or a run of 'plumb reward train'",
        word);
    for (Path one : List.of(folder, folder.resolve("model"))) {
      if (isOne(one)) {
        return List.of(one);
      }
    }
    Path members = folder.resolve(MEMBERS);
    List<Path> several = within(Files.isDirectory(members) ? members : folder);
    require(
        !several.isEmpty(),
        "'%s' holds no reward model: a reward model's folder has a %s; 'plumb reward train' makes one",
        word,
        MARK);
    return several;
  }

  private static List<Path> within(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(RewardFolders::isOne)
          .sorted(
              Comparator.comparingLong(RewardFolders::number)
                  .thenComparing(child -> child.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw DurableFiles.failure(
          "look into '%s'".formatted(folder), "Give a folder that can be read", e);
    }
  }

  /** So that member 10 comes after member 9; names that are no number come last. */
  private static long number(Path folder) {
    String name = folder.getFileName().toString();
    return name.matches("\\d{1,18}") ? Long.parseLong(name) : Long.MAX_VALUE;
  }
}

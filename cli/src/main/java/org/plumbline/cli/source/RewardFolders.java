package org.plumbline.cli.source;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.plumbline.align.reward.RewardModel;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.hub.HubCache;
import org.plumbline.core.material.Embedded;
import org.plumbline.lm.adapter.PeftFolder;
import org.plumbline.lm.hub.ModelFiles;

/**
 * Finds the reward models that words name: {@code embedded:NAME}, a model's folder, a model of a
 * hub that is in the cache, a run whose {@code model} it is, a run of {@code plumb reward train}
 * with its {@code members}, or any folder of reward models.
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
  public static List<ModelFiles> of(List<String> words) {
    require(!words.isEmpty(), "at least one reward model is needed (got none); give its folder");
    return words.stream().flatMap(word -> of(word).stream()).toList();
  }

  /**
   * The same of words that name folders on disk.
   *
   * @throws org.plumbline.core.error.InvalidInputException if one is embedded
   */
  public static List<Path> onDisk(List<String> words) {
    return of(words).stream()
        .map(
            files ->
                switch (files) {
                  case ModelFiles.OnDisk folder -> folder.folder();
                  case ModelFiles.InJar embedded ->
                      throw new InvalidInputException(
                          "a reward model in a folder is needed here (got '%s', which comes in a jar)"
                              .formatted(embedded.name()));
                })
        .toList();
  }

  /** Opens all of them; who asked closes them. */
  public static List<RewardModel> open(List<ModelFiles> folders) {
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

  /** The files of what a word names if that is a reward model which is an adapter; else nothing. */
  public static Optional<ModelFiles> adapter(String word) {
    Optional<ModelFiles> files;
    if (Embedded.is(word)) {
      files = Optional.of(ModelFiles.named(word));
    } else {
      Path folder = HubCache.here().locate(word);
      files =
          Stream.of(folder, folder.resolve("model"))
              .filter(RewardFolders::isOne)
              .findFirst()
              .map(ModelFiles::of);
    }
    return files.filter(found -> found.has(MARK) && found.has(PeftFolder.WEIGHTS));
  }

  private static List<ModelFiles> of(String word) {
    if (Embedded.is(word)) {
      ModelFiles files = ModelFiles.named(word);
      require(
          files.has(MARK) || RewardModel.isPublished(files),
          "'%s' is no reward model but a model to start from; 'plumb reward train' makes some of it",
          word);
      return List.of(files);
    }
    return folders(word).stream().map(ModelFiles::of).toList();
  }

  private static List<Path> folders(String word) {
    Path folder = HubCache.here().locate(word);
    require(
        Files.isDirectory(folder),
        "there is no folder '%s'; give a reward model's folder, or a run of 'plumb reward train'",
        word);
    for (Path one : List.of(folder, folder.resolve("model"))) {
      if (isOne(one) || Files.isDirectory(one) && RewardModel.isPublished(ModelFiles.of(one))) {
        return List.of(one);
      }
    }
    Path members = folder.resolve(MEMBERS);
    List<Path> several = within(Files.isDirectory(members) ? members : folder);
    require(
        !several.isEmpty(),
        "'%s' holds no reward model: a reward model's folder has a %s ('plumb reward train' makes one) or is one of ...ForSequenceClassification",
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

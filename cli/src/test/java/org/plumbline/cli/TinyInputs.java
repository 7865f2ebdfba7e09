package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;

/** A language model of some hundred weights, and files of rows for it. */
public final class TinyInputs {
  private static final List<String> WORDS = List.of("cat", "dog", "sees", "old", "very", "and");

  private TinyInputs() {}

  /** Makes {@code lm}, a model of two blocks, and its tokenizer {@code t}. */
  public static void languageModel(Path folder) throws IOException {
    Path texts = Shell.texts(folder);
    done("tokenizer train --data %s --vocabulary-size 270 --out %s/t", texts, folder);
    done(
        "pretrain --tokenizer %s/t --data %s --layers 2 --hidden-size 8 --heads 1"
            + " --key-value-heads 1 --intermediate-size 8 --batch-size 4 --epochs 0.2 --threads 1"
            + " --out %s/lm",
        folder, texts, folder);
  }

  /** Writes preferences for {@code good} over {@code bad} into {@code NAME.jsonl}. */
  static void pairs(Path folder, String name, int count) throws IOException {
    SplittableRandom random = new SplittableRandom(name.length());
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String words = WORDS.get(random.nextInt(6)) + " " + WORDS.get(random.nextInt(6)) + " " + i;
      rows.add(
          "{\"prompt\": \"\", \"chosen\": \"%s good.\", \"rejected\": \"%s bad.\"}"
              .formatted(words, words));
    }
    Files.write(folder.resolve(name + ".jsonl"), rows);
  }

  /** Writes {@code prompts.jsonl}. */
  static void prompts(Path folder) throws IOException {
    Files.write(
        folder.resolve("prompts.jsonl"),
        WORDS.stream().map(word -> "{\"prompt\": \"the %s \"}".formatted(word)).toList());
  }

  /** Runs a command line that must end well. */
  static Ended done(String line, Object... values) {
    Ended ended = new Shell().run(line, values);
    assertEquals(ExitCode.DONE, ended.code(), ended.err());
    return ended;
  }
}

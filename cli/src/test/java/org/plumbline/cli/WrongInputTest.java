package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.cli.TinyInputs.done;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;

/** Data that is wrong, as the commands that train on it meet it. */
final class WrongInputTest {
  /** Far more tokens than the tiny model reads, which are 128. */
  private static final String LONG = "the number is a number ".repeat(60);

  @TempDir static Path folder;

  private static int runs;

  @BeforeAll
  static void makeModels() throws IOException {
    TinyInputs.languageModel(folder);
    TinyInputs.prompts(folder);
    TinyInputs.pairs(folder, "train", 30);
    done("reward train --model %s/lm --data %s/train.jsonl --out %s/r", folder, folder, folder);
  }

  static Stream<Arguments> brokenRows() {
    return Stream.of(
        Arguments.of("{\"chosen\": \"a\", \"rejec", "must be one JSON object"),
        Arguments.of("{\"chosen\": \"\", \"rejected\": \"b\"}", "'chosen' must not be empty"),
        Arguments.of(
            "{\"chosen\": \"same\", \"rejected\": \"same\"}", "must differ (both are same)"));
  }

  @ParameterizedTest
  @MethodSource("brokenRows")
  void aBrokenRowIsNamedByItsLineOrLeftOutAndCounted(String row, String expected)
      throws IOException {
    Path data = withRow(row);
    Ended refused = refused("reward train --model %s/lm --data %s", folder, data);
    assertContains(refused, data.getFileName() + ":31: ", expected, "--skip-invalid");
    Ended skipped =
        done("reward train --skip-invalid --model %s/lm --data %s --out %s", folder, data, out());
    assertContains(skipped, "1 rows skipped: 1 ");
    assertTrue(skipped.out().contains("of 30 pairs"), skipped.out());
  }

  @Test
  void aFileThatTeachesNothingIsRefused() throws IOException {
    Path empty = Files.writeString(Files.createTempFile(folder, "empty", ".jsonl"), "\n");
    assertContains(
        refused("reward train --model %s/lm --data %s", folder, empty),
        empty.getFileName().toString(),
        "is empty");
    Path oneLabel = Files.createTempFile(folder, "one", ".jsonl");
    Files.write(
        oneLabel,
        List.of(
            "{\"prompt\": \"p\", \"chosen\": \"a\", \"rejected\": \"b\"}",
            "{\"prompt\": \"q\", \"chosen\": \"a\", \"rejected\": \"b\"}"));
    assertContains(
        refused("reward train --model %s/lm --data %s", folder, oneLabel),
        oneLabel.toString(),
        "more than one label");
  }

  @Test
  void aPreferenceLongerThanTheContextIsRefusedOrCutAndCounted() throws IOException {
    Path data = withRow("{\"chosen\": \"%s\", \"rejected\": \"b\"}".formatted(LONG));
    assertContains(
        refused("reward train --model %s/lm --data %s", folder, data),
        "preference 31: a text must have at most 128 tokens",
        "allow truncation");
    Ended cut =
        done("reward train --truncate --model %s/lm --data %s --out %s", folder, data, out());
    assertContains(cut, "1 of 62 texts have more than 128 tokens and are cut at their end");
  }

  @Test
  void textsLongerThanTheContextAreCutAndCountedInTrainingOfLanguageModels() throws IOException {
    Path texts = Files.write(folder.resolve("long.txt"), List.of("a short one", LONG));
    Ended pretrained =
        done(
            "pretrain --tokenizer %s/t --data %s --layers 1 --hidden-size 8 --heads 1"
                + " --key-value-heads 1 --intermediate-size 8 --context-length 16 --epochs 1 --out %s",
            folder, texts, out());
    assertContains(pretrained, "1 of 2 texts have more than 16 tokens and are cut");
    Ended tuned = done("sft --model %s/lm --data %s --epochs 1 --out %s", folder, texts, out());
    assertContains(tuned, "1 of 2 texts have more than 128 tokens and are cut");
  }

  @Test
  void aDemonstrationWhosePromptFillsTheContextIsNamed() throws IOException {
    Path data =
        Files.write(
            folder.resolve("demonstrations.jsonl"),
            List.of(
                "{\"prompt\": \"a\", \"completion\": \"b\"}",
                "{\"prompt\": \"%s\", \"completion\": \"b\"}".formatted(LONG)));
    assertContains(
        refused("sft --model %s/lm --data %s", folder, data),
        "example 2 of",
        "its prompt alone has");
  }

  @Test
  void aPromptWithoutRoomForItsCompletionIsNamedBeforeAnyWork() throws IOException {
    String line =
        "rl --model %1$s/lm --reward %1$s/r --prompts %1$s/prompts.jsonl --steps 1"
            .formatted(folder);
    assertContains(
        refused(line + " --max-new-tokens 120"),
        "prompt 1 has ",
        "120 new ones are wanted, but the model reads at most 128",
        "--max-new-tokens");
    Path prompts =
        Files.write(
            folder.resolve("long.jsonl"),
            List.of("{\"prompt\": \"a\"}", "{\"prompt\": \"%s\"}".formatted(LONG)));
    String expected = "but the model reads at most 128, new ones among them; shorten the prompt";
    assertContains(refused(line + " --test-prompts " + prompts), expected);
    assertContains(refused(line.replaceFirst("--prompts \\S+", "--prompts " + prompts)), expected);
    Ended generated = new Shell().run("generate --model %s/lm --prompts %s", folder, prompts);
    assertEquals(ExitCode.INVALID, generated.code());
    assertContains(generated, expected);
  }

  @Test
  void anExchangeThatTheRewardModelCannotReadIsRefusedWithAWayOut() throws IOException {
    Path data =
        Files.writeString(
            folder.resolve("exchanges.jsonl"), "{\"completion\": \"%s\"}\n".formatted(LONG));
    Ended ended = new Shell().run("reward score --models %s/r --data %s", folder, data);
    assertEquals(ExitCode.INVALID, ended.code(), ended.err());
    assertContains(ended, "the reward model reads at most 128; shorten the text", "--truncate");
  }

  private static Path withRow(String row) throws IOException {
    Path data = Files.createTempFile(folder, "data", ".jsonl");
    List<String> rows = Files.readAllLines(folder.resolve("train.jsonl"));
    rows.add(row);
    return Files.write(data, rows);
  }

  /** Runs a command that must end with code 2 and leave no folder. */
  private static Ended refused(String line, Object... values) {
    Path out = out();
    Ended ended = new Shell().run(line.formatted(values) + " --out " + out);
    assertEquals(ExitCode.INVALID, ended.code(), ended.err());
    assertTrue(Files.notExists(out), "something was left in " + out);
    return ended;
  }

  private static Path out() {
    return folder.resolve("run-" + runs++);
  }

  private static void assertContains(Ended ended, String... parts) {
    for (String part : parts) {
      assertTrue(ended.err().contains(part), part + " is not in: " + ended.err());
    }
  }
}

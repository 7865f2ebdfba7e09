package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.cli.TinyInputs.done;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.core.run.Metrics;

/** {@code plumb sft} on demonstrations and chats, full and by an adapter. */
final class SftTest {
  private static final String TEMPLATE =
      "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}"
          + "{% if add_generation_prompt %}assistant: {% endif %}";

  @TempDir static Path folder;

  @BeforeAll
  static void makeTheModelAndItsData() throws IOException {
    TinyInputs.languageModel(folder);
    Files.writeString(
        folder.resolve("chats.jsonl"),
        """
        {"messages": [{"role": "user", "content": "The number 1?"}, {"role": "assistant", "content": "2 follows it."}]}
        {"prompt": "The number 3", "completion": " is a number."}
        {"messages": [{"role": "system", "content": "Count."}, {"role": "user", "content": "4"}, {"role": "assistant", "content": "5"}, {"role": "user", "content": "on"}, {"role": "assistant", "content": "6"}]}
        """);
  }

  private static Path withTemplate(String name) throws IOException {
    Path copy = folder.resolve(name);
    Files.createDirectories(copy);
    try (var files = Files.list(folder.resolve("lm/model"))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Files.writeString(copy.resolve("chat_template.jinja"), TEMPLATE);
    return copy;
  }

  @Test
  void aChatIsLearnedThroughTheTemplateAndItsUsersAreNot() throws IOException {
    Path model = withTemplate("chatty");
    List<String> rows = Files.readAllLines(folder.resolve("chats.jsonl"));
    Files.write(folder.resolve("alone.jsonl"), List.of(rows.get(0), rows.get(2)));
    String line = "sft --model %s --data %s/alone.jsonl --batch-size 1 --epochs 1 --dry-run %s";
    String answers = done(line, model, folder, "").out();
    String all = done(line, model, folder, "--loss-on all").out();
    assertTrue(learned(answers) > 0 && learned(answers) < learned(all), answers + all);
    Ended tuned =
        done(
            "sft --model %s --data %s/chats.jsonl --pack-length 96 --epochs 3 --threads 1"
                + " --out %s/chat-run",
            model, folder, folder);
    assertTrue(tuned.out().contains("parameters"), tuned.out());
    assertTrue(
        Files.readString(folder.resolve("chat-run/model/tokenizer_config.json"))
            .contains("add_generation_prompt"),
        "the template is lost");
  }

  @Test
  void aChatForAModelWithoutATemplateIsRefusedWithTheWayOut() {
    Ended ended =
        new Shell()
            .run("sft --model %s/lm --data %s/chats.jsonl --out %s/none", folder, folder, folder);
    assertEquals(ExitCode.INVALID, ended.code());
    assertTrue(ended.err().contains("example 1"), ended.err());
    assertTrue(ended.err().contains("chat_template.jinja"), ended.err());
    assertFalse(Files.exists(folder.resolve("none")), "a folder was left");
  }

  @Test
  void aRowWhoseMessagesAreNoneIsRefusedByLine() throws IOException {
    Path broken =
        Files.writeString(
            folder.resolve("broken.jsonl"), "{\"messages\": [{\"content\": \"no role\"}]}\n");
    Ended ended =
        new Shell().run("sft --model %s/lm --data %s --out %s/none", folder, broken, folder);
    assertEquals(ExitCode.INVALID, ended.code());
    assertTrue(ended.err().contains("broken.jsonl:1"), ended.err());
    assertTrue(ended.err().contains("role"), ended.err());
  }

  @Test
  void anAdapterIsSavedAloneAndMergedOnRequest() throws IOException {
    String line =
        "sft --model %s/lm --data %s/texts.txt --batch-size 8 --epochs 1 --learning-rate 0.01"
            + " --lora rank=2,targets=q_proj+v_proj,dropout=0.1 --threads 1 --out %s/%s %s";
    Ended alone = done(line, folder, folder, folder, "alone", "--json");
    assertTrue(alone.out().contains("\"trained\""), alone.out());
    assertTrue(Files.exists(folder.resolve("alone/adapter/adapter_model.safetensors")));
    assertTrue(
        Files.readString(folder.resolve("alone/adapter/adapter_config.json"))
            .contains(folder.resolve("lm/model").toString()));
    assertFalse(Files.exists(folder.resolve("alone/model")));
    Ended furtherTrained =
        new Shell().run("sft --model %1$s/alone --data %1$s/texts.txt --out %1$s/no", folder);
    assertEquals(ExitCode.INVALID, furtherTrained.code());
    assertTrue(furtherTrained.err().contains("--merge"), furtherTrained.err());
    done(line, folder, folder, folder, "merged", "--merge");
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("alone/adapter/adapter_model.safetensors")),
        Files.readAllBytes(folder.resolve("merged/adapter/adapter_model.safetensors")));
    String generate =
        "generate --model %s/%s --prompt \"The number\" --temperature 0 --max-new-tokens 20"
            + " --json";
    String merged = done(generate, folder, "merged").out();
    assertNotEquals(merged, done(generate, folder, "lm").out(), "the adapter changes nothing");
    assertEquals(merged, done(generate, folder, "alone").out());
    assertEquals(merged, done(generate, folder, "alone/adapter").out());
    assertTrue(
        Files.mismatch(
                folder.resolve("lm/model/model.safetensors"),
                folder.resolve("merged/model/model.safetensors"))
            >= 0,
        "merged into nothing");
  }

  @Test
  void theModelOfAnAdapterMayBeNamed() throws IOException {
    done(
        "sft --model %1$s/lm --data %1$s/texts.txt --epochs 0.5 --lora rank=2 --threads 1"
            + " --out %1$s/moved",
        folder);
    Path config = folder.resolve("moved/adapter/adapter_config.json");
    String gone = folder.resolve("gone").toString();
    Files.writeString(
        config, Files.readString(config).replace(folder.resolve("lm/model").toString(), gone));
    String generate = "generate --model %1$s/moved --prompt a --max-new-tokens 2";
    Ended lost = new Shell().run(generate, folder);
    assertEquals(ExitCode.INVALID, lost.code());
    assertTrue(lost.err().contains(gone) && lost.err().contains("--base"), lost.err());
    done(generate + " --base %1$s/lm", folder);
    Ended needless = new Shell().run("generate --model %1$s/lm --base %1$s/lm --prompt a", folder);
    assertEquals(ExitCode.INVALID, needless.code());
    assertTrue(needless.err().contains("leave base out"), needless.err());
  }

  @Test
  void everyOptionTogetherResumesWithTheSameBits() throws IOException {
    String line =
        ("sft --model %1$s/lm --data %1$s/texts.txt --held-out-data %1$s/texts.txt --batch-size 1"
                + " --epochs 2 --pack-length 128 --lora rank=2,dropout=0.2,saved=norm,rslora"
                + " --recompute --optimizer adafactor --learning-rate 0 --schedule wsd"
                + " --evaluate-every 2 --patience 3 --keep best --checkpoint-every 2 --merge"
                + " --threads 1 --seed 3")
            .formatted(folder);
    done(line + " --out %s/whole", folder);
    Ended stopped = Shell.stopped().run(line + " --out %s/parts", folder);
    assertEquals(ExitCode.INTERRUPTED, stopped.code(), stopped.err());
    done(line + " --out %s/parts --resume", folder);
    Ended report = done("report %1$s/whole,%1$s/lm --out %1$s/report", folder);
    assertTrue(report.out().contains("whole, after"), report.out());
    assertTrue(report.out().contains("held-out loss is"), report.out());
    assertTrue(Files.readString(folder.resolve("report/report.html")).contains("chart-loss"));
    for (String file : List.of("adapter/adapter_model.safetensors", "model/model.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("whole").resolve(file)),
          Files.readAllBytes(folder.resolve("parts").resolve(file)),
          file);
    }
    assertEquals(
        Metrics.read(folder.resolve("whole/metrics.jsonl")),
        Metrics.read(folder.resolve("parts/metrics.jsonl")));
  }

  @Test
  void settingsOfAnAdapterThatDoNotExistAreRefused() {
    Ended ended =
        new Shell()
            .run(
                "sft --model %s/lm --data %s/texts.txt --lora rnk=2 --out %s/none",
                folder, folder, folder);
    assertEquals(ExitCode.INVALID, ended.code());
    assertTrue(ended.err().contains("rank"), ended.err());
  }

  @Test
  void aPolicyUnderAnAdapterIsAlignedAndSavedAlone() throws IOException {
    TinyInputs.prompts(folder);
    TinyInputs.pairs(folder, "train", 20);
    done(
        "reward train --model %s/lm --data %s/train.jsonl --batch-size 10 --out %s/reward",
        folder, folder, folder);
    Ended run =
        done(
            "rl --model %1$s/lm --reward %1$s/reward --prompts %1$s/prompts.jsonl --steps 3"
                + " --prompts-per-step 2 --samples 2 --max-new-tokens 6 --reset-every 2"
                + " --lora rank=2 --evaluation-prompts 2 --threads 1 --out %1$s/rl",
            folder);
    assertTrue(run.out().contains("proxy"), run.out());
    assertTrue(Files.exists(folder.resolve("rl/adapter/adapter_config.json")));
    assertFalse(Files.exists(folder.resolve("rl/model")));
  }

  private static long learned(String plan) {
    String line = plan.lines().filter(text -> text.startsWith("tokens ")).findFirst().orElseThrow();
    String before = line.substring(0, line.indexOf(" of them learned"));
    return Long.parseLong(before.substring(before.lastIndexOf(' ') + 1).replace(",", ""));
  }
}

package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.PlumbProcess.Way;

/** No command opens a network connection that nobody asked for, libraries included. */
final class NetworkTest {
  @TempDir static Path folder;

  @BeforeAll
  static void makeInputs() throws IOException {
    Shell.texts(folder);
    Path chat = Files.createDirectories(folder.resolve("chat"));
    TinyInputs.languageModel(chat);
    Files.writeString(
        chat.resolve("lm/model/chat_template.jinja"), "{{ messages[-1].content }} says ");
    TinyInputs.prompts(folder);
    TinyInputs.pairs(folder, "train", 30);
    Files.writeString(
        folder.resolve("exchanges.jsonl"), "{\"prompt\": \"a \", \"completion\": \"cat.\"}\n");
    String logits = Collections.nCopies(270, "0").toString();
    Files.writeString(
        folder.resolve("expected.json"),
        "{\"batch\": {\"input_ids\": [[5]], \"lengths\": [1]}, \"logits\": [[%s]]}"
            .formatted(logits));
    Files.writeString(
        folder.resolve("game.yaml"),
        """
        lambda: 1
        policy: FOLDER/lm
        prompts: FOLDER/prompts.jsonl
        samples: 4
        max-new-tokens: 2
        groups:
          - { name: several, reward-model: [FOLDER/r] }
          - { name: one, reward-model: [FOLDER/warm] }
        """
            .replace("FOLDER", folder.toString()));
    Files.writeString(
        folder.resolve("book.md"),
        "# Cats\n\nA cat sleeps. " + "It sees mice at night. ".repeat(30));
    Files.writeString(
        folder.resolve("questions.jsonl"),
        "{\"id\": \"q\", \"question\": \"What does a cat see?\", \"language\": \"en\", \"book\": \"b\", \"chapter\": \"c\", \"round\": 0, \"teacher\": \"t\", \"call\": \"h\", \"prompt\": \"p\", \"examples\": []}\n");
    List<String> faq = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      faq.add(
          "{\"id\": \"%d\", \"question\": \"What is %d?\", \"answer\": \"It is number %d.\"}"
              .formatted(i, i, i));
    }
    Files.write(folder.resolve("faq.jsonl"), faq);
    Files.write(
        folder.resolve("graded.jsonl"),
        faq.stream().map(row -> row.replace("}", ", \"label\": 7}")).toList());
    Files.writeString(
        folder.resolve("predictions.jsonl"), "{\"completion\": \"a\", \"reference\": \"a\"}\n");
    Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        stages:
          - name: words
            command: tokenizer train
            options: { data: FOLDER/texts.txt, vocabulary-size: 270 }
        """
            .replace("FOLDER", folder.toString()));
  }

  @Test
  void noCommandOpensAConnection() throws Exception {
    List<String> lines =
        lines(
            "tokenizer train --data F/texts.txt --vocabulary-size 270 --out F/t",
            "pretrain --tokenizer F/t --data F/texts.txt --layers 2 --hidden-size 8 --heads 1"
                + " --key-value-heads 1 --intermediate-size 8 --epochs 1 --out F/lm",
            "sft --model F/lm --data F/texts.txt --epochs 1 --out F/sft",
            "generate --model F/sft --prompt the --max-new-tokens 2",
            "chat F/chat/lm --max-new-tokens 2",
            "model show F/lm",
            "model check F/lm F/expected.json --tolerance 1e9",
            "bench --jobs list",
            "reward train --model F/lm --data F/train.jsonl --members 2 --out F/r",
            "reward average F/r --out F/warm",
            "reward score --models F/r --data F/exchanges.jsonl",
            "reward eval --models F/r --average F/warm --data F/train.jsonl --out F/e",
            "rl --model F/lm --reward F/r --prompts F/prompts.jsonl --steps 1 --out F/rl",
            "report F/rl --rewards F/e --out F/report",
            "game play F/game.yaml --out F/game",
            "game audit F/game --random-lies 2 --out F/audit",
            "game show F/game --out F/show",
            "game verify F/game",
            "distill ingest F/book.md --out F/book",
            "distill questions F/book --seeds F/faq.jsonl --teacher F/chat/lm --out F/q --dry-run",
            "distill answers F/questions.jsonl --paragraphs F/book --teacher F/chat/lm --out F/a"
                + " --dry-run",
            "distill build --paragraphs F/book --extract --out F/corpus",
            "distill optimize --data F/faq.jsonl --search-items 6 --selection-items 0"
                + " --held-out-items 6 --probe 6 --teacher F/chat/lm --out F/o --dry-run",
            "distill optimize-questions F/book --seeds F/faq.jsonl --search-items 1"
                + " --held-out-items 0 --teacher F/chat/lm --out F/oq --dry-run",
            "distill optimize-judge --data F/graded.jsonl --search-items 6 --held-out-items 6"
                + " --teacher F/chat/lm --out F/oj --dry-run",
            "distill evaluate --arms tiny=F/chat/lm --data F/faq.jsonl --limit 2 --probe 0"
                + " --answer-tokens 4 --max-tokens 60 --teacher F/chat/lm --out F/ev",
            "judge --data F/faq.jsonl --probe 0 --most-unreadable 1 --max-tokens 60"
                + " --teacher F/chat/lm --out F/j",
            "metrics F/predictions.jsonl --metrics bleu-4",
            "run F/recipe.yaml --out F/run",
            "recipes",
            "recipes copy demo --to F/demo.yaml",
            "demo --dry-run",
            "doctor");
    TreeSet<String> untried = new TreeSet<>(Plumb.commands().names());
    untried.removeIf(name -> lines.stream().anyMatch(line -> line.startsWith(name + " ")));
    untried.removeAll(lines);
    // The one command whose user asks for a connection.
    untried.remove("pull");
    assertEquals(new TreeSet<>(), untried, "a command that is not tried here");
    assertSilent(lines);
  }

  @Test
  @Tag("slow")
  void embeddedModelsAndGoldRewardsOpenNone() throws Exception {
    assertSilent(
        lines(
            "reward train --model embedded:minilm --data F/train.jsonl --out F/minilm",
            "rl --model embedded:policy --reward F/minilm --prompts embedded:prompts-test"
                + " --gold embedded:languagetool-faultless --steps 1 --prompts-per-step 2"
                + " --max-new-tokens 4 --evaluation-prompts 2 --out F/gold"));
  }

  @Test
  void theWatchSeesSocketsAndChannels() throws Exception {
    String output = output("connect");
    assertTrue(output.contains(NetworkWatch.ATTEMPT + "/192.0.2.1:80"), output);
    assertTrue(output.contains("java.net.http"), output);
  }

  private static void assertSilent(List<String> lines) throws Exception {
    String output = output(Files.write(folder.resolve("lines-" + lines.size()), lines).toString());
    List<String> told =
        output
            .lines()
            .filter(
                line ->
                    line.startsWith(NetworkWatch.ATTEMPT) || line.startsWith(NetworkWatch.FAILURE))
            .toList();
    assertEquals(List.of(), told, output);
  }

  private static String output(String argument) throws Exception {
    Way watched =
        new Way(
            List.of(),
            List.of(
                "-Djava.nio.channels.spi.SelectorProvider="
                    + NetworkWatch.Channels.class.getName()),
            NetworkWatch.class);
    try (var process = PlumbProcess.start(folder, watched, argument)) {
      assertEquals(0, process.exitCode(), process.messages());
      return process.messages();
    }
  }

  private static List<String> lines(String... lines) {
    List<String> all = new ArrayList<>();
    for (String line : lines) {
      all.add(line.replace("F/", folder + "/"));
    }
    return all;
  }
}

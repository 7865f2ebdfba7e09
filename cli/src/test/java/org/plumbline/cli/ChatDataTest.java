package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.cli.TinyInputs.done;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.align.reward.RewardModel;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.cli.source.ModelChats;
import org.plumbline.core.data.Columns;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.data.InvalidRows;
import org.plumbline.core.data.JsonLines;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.template.ChatEncoder;
import org.plumbline.lm.template.ChatMessage;
import org.plumbline.lm.template.ChatOptions;
import org.plumbline.lm.text.TextEncoder;
import org.plumbline.lm.text.Tokenizer;

/** Reward models and policies over chats. */
final class ChatDataTest {
  private static final String TEMPLATE =
      "{% for m in messages %}<s>{{ m.role }}: {{ m.content | trim }}</s>\n{% endfor %}"
          + "{% if add_generation_prompt %}<s>assistant: {% endif %}";

  @TempDir static Path folder;

  @BeforeAll
  static void chatsAndARewardModelOfThem() throws IOException {
    TinyInputs.languageModel(folder);
    Files.writeString(folder.resolve("lm/model/chat_template.jinja"), TEMPLATE);
    List<String> pairs = new ArrayList<>();
    List<String> prompts = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      String asked = message("user", "the cat " + i);
      prompts.add("{\"messages\": [%s]}".formatted(asked));
      String good = message("assistant", " sees dog " + i + " good.");
      String bad = message("assistant", "bad " + i);
      // The three forms in which preferences of chats are published.
      pairs.add(
          switch (i % 3) {
            case 0 ->
                "{\"prompt\": [%s], \"chosen\": [%s], \"rejected\": [%s]}"
                    .formatted(asked, good, bad);
            case 1 ->
                "{\"chosen\": [%s, %s], \"rejected\": [%s, %s]}".formatted(asked, good, asked, bad);
            default ->
                "{\"prompt\": \"the cat %d\", \"chosen\": [%s, %s], \"rejected\": [%s, %s]}"
                    .formatted(i, asked, good, asked, bad);
          });
    }
    Files.write(folder.resolve("pairs.jsonl"), pairs);
    Files.write(folder.resolve("prompts.jsonl"), prompts);
    TinyInputs.pairs(folder, "plain", 20);
    done(train("pairs") + " --out %s/r", folder);
  }

  private static String train(String data) {
    return "reward train --model %s/lm --data %s/%s.jsonl --trained-layers 1 --epochs 1 --batch-size 8 --threads 1"
        .formatted(folder, folder, data);
  }

  private static String message(String role, String content) {
    return "{\"role\": \"%s\", \"content\": \"%s\"}".formatted(role, content);
  }

  /** The one encoder: a chat that is scored has the tokens that the template alone gives it. */
  @Test
  void aRewardModelReadsTheTokensThatTheTemplateWrites() throws IOException {
    Path file = folder.resolve("one.jsonl");
    Files.writeString(
        file,
        "{\"messages\": [%s, %s]}"
            .formatted(message("user", "the cat"), message("assistant", " sees dog ")));
    try (RewardModel model = RewardModel.open(folder.resolve("r/members/1"));
        ModelChats chats = ModelChats.of(ModelFolder.open(folder.resolve("lm/model")));
        Tokenizer tokenizer = ModelFolder.open(folder.resolve("lm/model")).tokenizer()) {
      Exchange exchange =
          JsonLines.exchanges(file, Columns.USUAL, InvalidRows.refuse(), chats).findFirst().get();
      model.readAs(chats.form());
      TextEncoder encoder = model.encoder();
      ChatEncoder direct =
          new ChatEncoder(
              ModelFolder.open(folder.resolve("lm/model")).chatTemplate().orElseThrow(),
              tokenizer,
              new ChatEncoder.Options(500));
      List<ChatMessage> asked = List.of(ChatMessage.of("user", "the cat"));
      List<ChatMessage> whole =
          List.of(asked.getFirst(), ChatMessage.of("assistant", " sees dog "));
      assertEquals("sees dog", exchange.completion());
      assertArrayEquals(
          direct.encodePrompt(whole, ChatOptions.WHOLE).ids(),
          encoder.encode(exchange.text()).ids());
      assertArrayEquals(
          direct.encodePrompt(asked, ChatOptions.PROMPT).ids(),
          encoder.encodePrompt(exchange.prompt()).ids());
      // Not plainly: there the marks of turns would be letters.
      assertTrue(
          encoder.encode(exchange.text()).ids().length
              < tokenizer.encodeLiteral(exchange.text()).length);
    }
  }

  @Test
  void chatsAreTrainedOnMeasuredScoredAndOptimised() {
    String measured =
        done(
                "reward eval --models %s/r --data %s/pairs.jsonl --clean %s/r/training-clean.jsonl"
                    + " --out %s/e --json",
                folder, folder, folder, folder)
            .out();
    assertTrue(measured.contains("\"accuracies\""), measured);
    String scored =
        done("reward score --models %s/r --data %s/chats.jsonl --json", folder, chats()).out();
    assertTrue(scored.contains("\"completion\":\"sees dog 0 good.\""), scored);
    Ended trained =
        done(
            "rl --model %s/lm --reward %s/r --prompts %s/prompts.jsonl --steps 2"
                + " --prompts-per-step 2 --samples 2 --max-new-tokens 4 --microbatch-size 4"
                + " --evaluation-prompts 2 --threads 1 --out %s/rl",
            folder, folder, folder, folder);
    assertTrue(trained.out().contains("proxy"), trained.out());
  }

  private static Path chats() {
    try {
      Files.writeString(
          folder.resolve("chats.jsonl"),
          "{\"messages\": [%s, %s]}"
              .formatted(message("user", "the cat 0"), message("assistant", " sees dog 0 good.")));
      return folder;
    } catch (IOException e) {
      throw new AssertionError("cannot write the chats", e);
    }
  }

  @Test
  void chatsAndPlainTextAreNotMixedUp() throws IOException {
    refused(
        "trained on chats, and these texts are plain",
        "reward eval --models %s/r --data %s/plain.jsonl --out %s/x1",
        folder,
        folder,
        folder);
    done(train("plain") + " --out %s/p", folder);
    refused(
        "trained on plain text, and these texts are chats",
        "reward eval --models %s/p --data %s/pairs.jsonl --out %s/x2",
        folder,
        folder,
        folder);
    refused(
        "trained on plain text, and these texts are chats",
        "rl --model %s/lm --reward %s/p --prompts %s/prompts.jsonl --out %s/x3",
        folder,
        folder,
        folder,
        folder);
    Files.write(
        folder.resolve("both.jsonl"),
        List.of(
            Files.readAllLines(folder.resolve("pairs.jsonl")).getFirst(),
            Files.readAllLines(folder.resolve("plain.jsonl")).getFirst()));
    refused("all chats or all plain text", train("both") + " --out %s/x4", folder);
  }

  @Test
  void aPolicyWithAnotherTemplateIsToldSo() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    for (String file : List.of("config.json", "model.safetensors", "tokenizer.json")) {
      Files.copy(folder.resolve("lm/model").resolve(file), other.resolve(file));
    }
    Files.copy(
        folder.resolve("lm/model/tokenizer_config.json"), other.resolve("tokenizer_config.json"));
    Files.writeString(other.resolve("chat_template.jinja"), TEMPLATE.replace(": ", "> "));
    refused(
        "chats that another template wrote",
        "rl --model %s --reward %s/r --prompts %s/prompts.jsonl --out %s/x5",
        other,
        folder,
        folder,
        folder);
  }

  @Test
  void chatsThatCannotBeScoredAreNamed() throws IOException {
    for (String[] row :
        List.of(
            new String[] {
              "last message of 'chosen' must be the assistant's",
              "{\"chosen\": [%s], \"rejected\": [%s]}"
                  .formatted(message("user", "a"), message("user", "b"))
            },
            new String[] {
              "same chat up to its last message",
              "{\"chosen\": [%s, %s], \"rejected\": [%s, %s]}"
                  .formatted(
                      message("user", "a"),
                      message("assistant", "x"),
                      message("user", "b"),
                      message("assistant", "y"))
            },
            new String[] {
              "must be messages, too",
              "{\"prompt\": \"other\", \"chosen\": [%s, %s], \"rejected\": [%s, %s]}"
                  .formatted(
                      message("user", "a"),
                      message("assistant", "x"),
                      message("user", "a"),
                      message("assistant", "y"))
            },
            new String[] {
              "must not spell a special token",
              "{\"chosen\": [%s, %s], \"rejected\": [%s, %s]}"
                  .formatted(
                      message("user", "a</s>"),
                      message("assistant", "x"),
                      message("user", "a</s>"),
                      message("assistant", "y"))
            })) {
      Files.writeString(folder.resolve("bad.jsonl"), row[1]);
      refused(row[0], train("bad") + " --out %s/x6", folder);
    }
  }

  private static void refused(String words, String line, Object... values) {
    Ended ended = new Shell().run(line, values);
    assertEquals(ExitCode.INVALID, ended.code(), ended.err());
    assertTrue(ended.err().contains(words), ended.err());
  }
}

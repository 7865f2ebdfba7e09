package org.plumbline.align.reward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.score.Aggregator;
import org.plumbline.lm.adapter.Adapters;
import org.plumbline.lm.adapter.Lora;
import org.plumbline.lm.adapter.LoraOptions;
import org.plumbline.lm.adapter.PeftFolder;
import org.plumbline.lm.encoder.Bert;
import org.plumbline.lm.family.Llama;
import org.plumbline.lm.family.LlamaConfig;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.hub.ModelWriter;
import org.plumbline.lm.model.Decoder;
import org.plumbline.lm.model.ScoreModel;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;
import org.plumbline.lm.text.Tokenizer;

/** Folders {@code ...ForSequenceClassification} as others publish them. */
final class PublishedRewardModelTest {
  private static final List<Exchange> TEXTS = Tiny.exchanges(40);
  private static final int WIDTH = Tiny.WIDTH;

  @TempDir Path scratch;

  @Test
  void anEncoderScoresAsItsFamilysHeadDoesWithTheTokensThatItsTokenizerAdds() {
    Path folder = bert("bert", 1);
    double[] expected = new double[TEXTS.size()];
    try (Tokenizer tokenizer = bracketing();
        ScoreModel model = ModelFolder.open(folder).scoreModel()) {
      for (int i = 0; i < expected.length; i++) {
        int[] ids = tokenizer.encodeWithSpecialTokens(TEXTS.get(i).text());
        assertEquals(1, ids[0], "[CLS] comes first");
        expected[i] = score(model, ids);
      }
    }
    try (RewardModel model = RewardModel.open(folder)) {
      assertArrayEquals(expected, model.score(TEXTS), 1e-5);
      assertArrayEquals(model.score(TEXTS), model.raw().score(TEXTS), "there is a normaliser");
    }
  }

  @Test
  void aLanguageModelScoresAtItsLastTokenAndAddsNothing() {
    Path folder = llama();
    double[] expected = new double[TEXTS.size()];
    try (Tokenizer tokenizer = Tiny.tokenizer();
        ScoreModel model = ModelFolder.open(folder).scoreModel()) {
      for (int i = 0; i < expected.length; i++) {
        expected[i] = score(model, tokenizer.encode(TEXTS.get(i).text()));
      }
    }
    try (RewardModel model = RewardModel.open(folder)) {
      assertArrayEquals(expected, model.score(TEXTS), 1e-5);
    }
  }

  @Test
  void anAdapterScoresWithTheHeadThatWasTrainedWithIt() throws IOException {
    Path base = llama("llama", false);
    Path folder = scratch.resolve("adapter");
    Tensor weight = random(11, 1, WIDTH);
    double[] expected = new double[TEXTS.size()];
    try (Tokenizer tokenizer = Tiny.tokenizer();
        ScoreModel model = ModelFolder.open(base).scoreModelWithoutHead();
        Adapters adapters = new Adapters(model.linears(), model.parameters().asMap())) {
      Lora lora = adapters.add(LoraOptions.of(2, 4), new Seeds(6));
      lora.parameters()
          .asMap()
          .forEach((name, tensor) -> tensor.copyFrom(random(name.length(), tensor.shape())));
      model.parameters().get(RewardModel.WEIGHT).copyFrom(weight);
      Files.createDirectories(folder);
      PeftFolder.write(folder, "llama", lora, Map.of(RewardModel.WEIGHT, weight));
      Path config = folder.resolve("adapter_config.json");
      Files.writeString(
          config,
          Files.readString(config)
              .replace("\"task_type\" : null", "\"task_type\" : \"SEQ_CLS\"")
              .replace("\"modules_to_save\" : null", "\"modules_to_save\" : [\"score\"]"));
      try (Adapters.InForce use = adapters.use(lora)) {
        for (int i = 0; i < expected.length; i++) {
          expected[i] = score(model, tokenizer.encode(TEXTS.get(i).text()));
        }
      }
    }
    try (RewardModel model = RewardModel.open(folder)) {
      assertTrue(model.isAdapter());
      assertArrayEquals(expected, model.score(TEXTS), 1e-5);
    }
  }

  @Test
  void aTextThatIsTooLongIsRefusedWithoutAWayThatThereIsNot() {
    Exchange text = new Exchange("", "the dog sees ".repeat(20));
    try (RewardModel model = RewardModel.open(llama())) {
      InvalidInputException e =
          assertThrows(InvalidInputException.class, () -> model.score(List.of(text)));
      assertTrue(e.getMessage().contains("has 60 tokens"), e.getMessage());
      assertTrue(e.getMessage().contains("reads at most 32"), e.getMessage());
      assertFalse(e.getMessage().contains("truncat"), e.getMessage());
    }
  }

  @Test
  void severalOfThemAndTrainedOnesAreAnEnsemble() {
    Path first = bert("first", 1);
    Path second = bert("second", 2);
    try (RewardModel one = RewardModel.open(first);
        RewardModel two = RewardModel.open(second);
        RewardModel three = RewardModel.open(llama())) {
      double[][] alone = {one.score(TEXTS), two.score(TEXTS), three.score(TEXTS)};
      double[] together =
          new RewardEnsemble(List.of(one, two, three), Aggregator.parse("mean")).score(TEXTS);
      for (int i = 0; i < together.length; i++) {
        int text = i;
        double mean = Arrays.stream(alone).mapToDouble(s -> s[text]).average().orElseThrow();
        assertEquals(mean, together[i], 1e-5);
      }
    }
  }

  @Test
  void noAverageIsMadeOfWhatHasNoKnownStart() {
    InvalidInputException e =
        assertThrows(
            InvalidInputException.class,
            () ->
                RewardAverage.write(
                    List.of(bert("a", 1), bert("b", 2)), scratch.resolve("average"), TEXTS));
    assertTrue(e.getMessage().contains("reward-model.json"), e.getMessage());
  }

  private static double score(ScoreModel model, int[] ids) {
    return Scope.inference(() -> model.scores(new TokenBatch(List.of(ids))).toFloats())[0];
  }

  private Path bert(String name, long seed) {
    Path folder = scratch.resolve(name);
    try (Bert bert = Tiny.bert(seed);
        Tokenizer tokenizer = bracketing()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      bert.parameters().asMap().forEach((key, tensor) -> tensors.put("bert." + key, tensor));
      tensors.put("bert.pooler.dense.weight", random(seed, WIDTH, WIDTH));
      tensors.put("bert.pooler.dense.bias", random(seed + 1, WIDTH));
      tensors.put("classifier.weight", random(seed + 2, 1, WIDTH));
      tensors.put("classifier.bias", random(seed + 3, 1));
      save(folder, bert.configuration(), "BertForSequenceClassification", tensors, tokenizer);
    }
    return folder;
  }

  private Path llama() {
    return llama("llama", true);
  }

  private Path llama(String name, boolean scoring) {
    Path folder = scratch.resolve(name);
    LlamaConfig config =
        new LlamaConfig(Tiny.words().size(), WIDTH, 24, 2, 2, 1, 8, 32, 10_000, 1e-5, true, 1, 2);
    try (Decoder lm = Llama.random(config, new Seeds(5));
        Tokenizer tokenizer = Tiny.tokenizer()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>(lm.parameters().asMap());
      if (scoring) {
        tensors.put("score.weight", random(9, 1, WIDTH));
        save(folder, lm.configuration(), "LlamaForSequenceClassification", tensors, tokenizer);
      } else {
        ModelWriter.save(folder, lm, tokenizer);
      }
    }
    return folder;
  }

  private static void save(
      Path folder,
      ObjectNode configuration,
      String architecture,
      Map<String, Tensor> tensors,
      Tokenizer tokenizer) {
    configuration.putArray("architectures").add(architecture);
    configuration.putObject("id2label").put("0", "LABEL_0");
    ModelWriter.save(folder, configuration, tensors, tokenizer, Map.of());
  }

  private static Tensor random(long seed, long... shape) {
    SplittableRandom random = new Seeds(seed).stream("weights");
    int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    double[] values = random.doubles(count, -1, 1).toArray();
    return Tensor.of(values, shape).keep();
  }

  /** A tokenizer whose own file puts [CLS] before a text and [SEP] behind it. */
  private static Tokenizer bracketing() {
    return Tiny.tokenizer(
        Tiny.words(),
        """
        {"type": "TemplateProcessing",
         "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}},
                    {"Sequence": {"id": "A", "type_id": 0}},
                    {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
         "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
         "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [1], "tokens": ["[CLS]"]},
                            "[SEP]": {"id": "[SEP]", "ids": [2], "tokens": ["[SEP]"]}}}
        """);
  }
}

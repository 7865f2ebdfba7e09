package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.cli.TinyInputs.done;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.core.weights.SafetensorsWriter;
import org.plumbline.core.weights.TensorInfo;
import org.plumbline.core.weights.Weights;

/** Model folders that are wrong, as the commands that open them meet them. */
final class BrokenModelTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;

  private Path model;

  @BeforeAll
  static void makeModels() throws IOException {
    TinyInputs.languageModel(folder);
    TinyInputs.pairs(folder, "train", 30);
    done("reward train --model %s/lm --data %s/train.jsonl --out %s/r", folder, folder, folder);
    Files.writeString(folder.resolve("exchanges.jsonl"), "{\"completion\": \"a cat.\"}\n");
  }

  @BeforeEach
  void copyTheModel() throws IOException {
    model = copy(folder.resolve("lm/model"));
  }

  @Test
  void weightsThatAreCutShortAreRefused() throws IOException {
    byte[] whole = Files.readAllBytes(model.resolve(Weights.FILE));
    Files.write(model.resolve(Weights.FILE), Arrays.copyOf(whole, whole.length - 100));
    refused(ExitCode.INVALID, "no intact safetensors file", "may be cut short");
  }

  @Test
  void aHeaderThatClaimsTerabytesIsRefused() throws IOException {
    ByteBuffer claim = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(model.resolve(Weights.FILE), claim.putLong(1L << 42).array());
    refused(ExitCode.INVALID, "claims a header of 4398046511104 bytes");
  }

  @Test
  void weightsAndConfigurationThatDisagreeAreListed() throws IOException {
    ObjectNode config = (ObjectNode) JSON.readTree(model.resolve("config.json").toFile());
    config.put("num_hidden_layers", 1).put("intermediate_size", 12);
    Files.writeString(model.resolve("config.json"), config.toString());
    refused(
        ExitCode.INVALID,
        "'model.layers.1.mlp.up_proj.weight' is unexpected",
        "'model.layers.0.mlp.down_proj.weight' must have shape [8, 12] (got [8, 8])");
  }

  /** What stands in a file of a model, what is put in its place, and what is said of it. */
  static Stream<Arguments> brokenFiles() {
    return Stream.of(
        Arguments.of("config.json", "{", "config.json of", "is not JSON"),
        Arguments.of("config.json", "[1]", "must hold an object", "ARRAY"),
        Arguments.of("config.json", "[".repeat(5000), "is not JSON", "nesting depth"),
        Arguments.of("generation_config.json", "[]", "generation_config.json", "object"),
        Arguments.of(
            "generation_config.json", "{\"eos_token_id\": \"x\"}", "eos_token_id", "token id"),
        Arguments.of("tokenizer.json", "{\"model\": {", "tokenizer.json", "is not JSON"),
        Arguments.of(
            "tokenizer.json",
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": -5}, \"merges\": []}}",
            "must be a whole number",
            "-5"),
        Arguments.of("tokenizer_config.json", "{", "tokenizer_config.json", "is not JSON"),
        Arguments.of("model.safetensors.index.json", "{\"weight_map\": 3}", "weight_map", "tensor"),
        Arguments.of(
            "model.safetensors.index.json",
            "{\"weight_map\": {\"a\": \"../secret.safetensors\"}}",
            "must name files of its own folder",
            "../secret"));
  }

  @ParameterizedTest
  @MethodSource("brokenFiles")
  void aFileThatIsNotWhatItMustBeIsNamed(String file, String content, String part, String other)
      throws IOException {
    if (file.startsWith(Weights.FILE)) {
      Files.delete(model.resolve(Weights.FILE));
    }
    Files.writeString(model.resolve(file), content);
    Ended ended = refused(ExitCode.INVALID, part, other);
    assertFalse(ended.err().contains("StreamRead"), ended.err());
  }

  static Stream<Arguments> brokenSettings() {
    return Stream.of(
        Arguments.of("vocab_size", "-1", "vocab_size must be positive"),
        Arguments.of("vocab_size", "2147483647", "must have shape [2147483647, 8]"),
        Arguments.of("hidden_size", "0", "hidden_size must be positive"),
        Arguments.of("hidden_size", "\"many\"", "a whole number for 'hidden_size'"),
        Arguments.of("num_hidden_layers", "1000000000", "from 1 to 4096"),
        Arguments.of("num_hidden_layers", "2.5", "a whole number for 'num_hidden_layers'"),
        Arguments.of("model_type", "\"martian\"", "choose a model of one of these families"),
        Arguments.of("max_position_embeddings", "0", "at least 2 tokens"),
        Arguments.of("eos_token_id", "\"x\"", "eos_token_id must be a token id"),
        Arguments.of("eos_token_id", "99999", "must be below vocab_size"),
        Arguments.of("rms_norm_eps", "\"NaN\"", "a number for 'rms_norm_eps'"),
        Arguments.of("rope_scaling", "\"llama3\"", "an object for 'rope_scaling'"),
        Arguments.of("rope_scaling", "{\"rope_type\": \"llama3\"}", "positive 'factor'"),
        Arguments.of("hidden_act", "\"magic\"", "choose a model with one of these"));
  }

  @ParameterizedTest
  @MethodSource("brokenSettings")
  void aSettingThatCannotBeIsNamed(String key, String value, String part) throws IOException {
    ObjectNode config = (ObjectNode) JSON.readTree(model.resolve("config.json").toFile());
    config.set(key, JSON.readTree(value));
    Files.writeString(model.resolve("config.json"), config.toString());
    refused(ExitCode.INVALID, part);
  }

  @Test
  void weightsInAPickleAndWeightsThatAreNotThereAreRefused() throws IOException {
    Files.delete(model.resolve(Weights.FILE));
    refused(ExitCode.INVALID, "it holds neither");
    Files.writeString(model.resolve("pytorch_model.bin"), "PK");
    refused(ExitCode.INVALID, "pickle", "save_pretrained");
  }

  @Test
  void anAdapterForAnotherBaseIsListedAndABrokenOneNamed() throws IOException {
    done(
        "sft --model %1$s/lm --data %1$s/texts.txt --epochs 0.2 --lora rank=2 --out %1$s/tuned",
        folder);
    done(
        "pretrain --tokenizer %1$s/t --data %1$s/texts.txt --layers 3 --hidden-size 16 --heads 2"
            + " --key-value-heads 1 --intermediate-size 8 --epochs 0.1 --out %1$s/other",
        folder);
    String line = "generate --model %s --prompt a --max-new-tokens 2";
    Ended other = new Shell().run(line + " --base %s/other", folder.resolve("tuned"), folder);
    assertEquals(ExitCode.INVALID, other.code(), other.err());
    assertTrue(other.err().contains("is it for another base?"), other.err());
    assertTrue(
        other.err().contains("layers.2.mlp.down_proj.lora_A.weight' is missing"), other.err());
    Path adapter = copy(folder.resolve("tuned/adapter"));
    Path weights = adapter.resolve("adapter_model.safetensors");
    byte[] whole = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(whole, whole.length - 9));
    Ended cut = new Shell().run(line, adapter);
    assertEquals(ExitCode.INVALID, cut.code(), cut.err());
    assertTrue(cut.err().contains("may be cut short"), cut.err());
    Files.writeString(adapter.resolve("adapter_config.json"), "[]");
    assertEquals(ExitCode.INVALID, new Shell().run(line, adapter).code());
  }

  @Test
  void aRewardModelsOwnFileMustBeWhole() throws IOException {
    Path reward = copy(folder.resolve("r/members/1"));
    Path file = reward.resolve("reward-model.json");
    ObjectNode whole = (ObjectNode) JSON.readTree(file.toFile());
    List<String> keys = new ArrayList<>();
    whole.fieldNames().forEachRemaining(keys::add);
    for (String key : keys) {
      Files.writeString(file, whole.deepCopy().putNull(key).toString());
      Ended ended =
          new Shell().run("reward score --models %s --data %s/exchanges.jsonl", reward, folder);
      assertEquals(ExitCode.INVALID, ended.code(), key + ": " + ended.err());
    }
  }

  @Test
  void aTemplateThatLoopsOrReachesOutEndsWithAReason() throws IOException {
    Path rows =
        Files.writeString(
            folder.resolve("chat.jsonl"),
            "{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}\n");
    for (String[] broken :
        new String[][] {
          {"{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "nests too deep"},
          {
            "{% set a = range(100000) %}{% for i in a %}{% for j in a %}{% endfor %}{% endfor %}",
            "loop for ever"
          },
          {"{{ 'a' * 999999999 }}", "more than 8000000 characters"},
          {"{% include '/etc/passwd' %}", "'include' is not supported"},
          {"{{ ''.__class__.__mro__ }}", "unsafe"},
          {"{% if %}", "expected an expression"},
          {"", "at least one token"},
        }) {
      Files.writeString(model.resolve("chat_template.jinja"), broken[0]);
      Ended ended = new Shell().run("generate --model %s --prompts %s", model, rows);
      assertEquals(ExitCode.INVALID, ended.code(), ended.err());
      assertTrue(ended.err().contains(broken[1]), ended.err());
    }
  }

  @Test
  void aTokenizerOfAnotherVocabularyIsRefused() throws IOException {
    ObjectNode tokenizer = (ObjectNode) JSON.readTree(model.resolve("tokenizer.json").toFile());
    ((ObjectNode) tokenizer.path("model").path("vocab")).put("zebra", 5000);
    Files.writeString(model.resolve("tokenizer.json"), tokenizer.toString());
    refused(ExitCode.INVALID, "makes ids up to 5000, but the model has 270 embeddings");
  }

  @Test
  void weightsThatAreNoNumbersEndTheWorkWithAReason() throws IOException {
    fillWithNaN(model);
    refused(ExitCode.FAILED, "its weights are broken");
    Path reward = copy(folder.resolve("r/members/1"));
    fillWithNaN(reward);
    Ended scored =
        new Shell().run("reward score --models %s --data %s/exchanges.jsonl", reward, folder);
    assertEquals(ExitCode.FAILED, scored.code(), scored.err());
    assertTrue(scored.err().contains("its weights are broken"), scored.err());
  }

  @Test
  void aFolderOfAClassifierIsARewardModel() throws IOException {
    ObjectNode config = (ObjectNode) JSON.readTree(model.resolve("config.json").toFile());
    config.putArray("architectures").add("LlamaForSequenceClassification");
    config.putObject("id2label").put("0", "LABEL_0");
    Files.writeString(model.resolve("config.json"), config.toString());
    Map<String, float[]> head = new LinkedHashMap<>();
    head.put("score.weight", new float[] {1, -1, 2, 0, 0.5f, 0, 0, 3});
    rewrite(model, head, false);
    Ended scored = done("reward score --models %s --data %s/exchanges.jsonl --json", model, folder);
    assertTrue(Double.isFinite(JSON.readTree(scored.out()).path("score").doubleValue()));
    Ended measured =
        done("reward eval --models %s --data %s/train.jsonl --out %s-e", model, folder, model);
    assertTrue(measured.out().contains("30 pairs"), measured.out());
    Ended averaged = new Shell().run("reward average %s --out %s-w", model, model);
    assertEquals(ExitCode.INVALID, averaged.code(), averaged.err());
    assertTrue(Files.notExists(Path.of(model + "-w/model")));
  }

  @Test
  void memoryIsEstimatedForEachUse() throws IOException {
    Ended shown = done("model show %s --json", model);
    assertFalse(shown.out().contains("NaN"));
    JsonNode memory = JSON.readTree(shown.out()).path("memory");
    // Two blocks, width 8, feed-forward 8: of each block 10 x 8 + 4 x 8 floats, or its input alone.
    assertEquals(4 * 2 * 112, memory.path("activations_per_token").asLong());
    assertEquals(4 * 2 * 8, memory.path("recomputed_per_token").asLong());
    long logits = 3 * 4 * 512 * 270;
    long state = 12 * JSON.readTree(shown.out()).path("parameters").asLong();
    assertEquals(
        memory.path("scoring").asLong() + state + logits + 512 * 4 * 2 * 112,
        memory.path("training").asLong());
    assertEquals(
        memory.path("training").asLong() - 512 * 4 * (112 - 2 * 8),
        memory.path("training_recomputed").asLong());
    Ended words = done("model show %s", model);
    for (String part :
        List.of("scoring", "training", "recomputing", "LoRA", "writing", "machine")) {
      assertTrue(words.out().contains(part), part + " is not in: " + words.out());
    }
  }

  private Ended refused(ExitCode code, String... parts) {
    Ended ended = new Shell().run("generate --model %s --prompt the --max-new-tokens 3", model);
    assertEquals(code, ended.code(), ended.err());
    for (String part : parts) {
      assertTrue(ended.err().contains(part), part + " is not in: " + ended.err());
    }
    return ended;
  }

  private static void fillWithNaN(Path model) {
    rewrite(model, Map.of(), true);
  }

  /** Writes the weights again, with further ones, or with NaN for each number. */
  private static void rewrite(Path model, Map<String, float[]> further, boolean broken) {
    Map<String, float[]> values = new LinkedHashMap<>();
    List<TensorInfo> manifest = new ArrayList<>();
    try (Weights weights = Weights.open(model)) {
      for (TensorInfo info : weights.tensors()) {
        float[] numbers = weights.floats(info.name());
        if (broken) {
          Arrays.fill(numbers, Float.NaN);
        }
        values.put(info.name(), numbers);
        manifest.add(info);
      }
    }
    further.forEach(
        (name, numbers) -> {
          values.put(name, numbers);
          manifest.add(TensorInfo.of(name, manifest.getFirst().dtype(), 1, numbers.length));
        });
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(model.resolve(Weights.FILE), manifest, Map.of())) {
      values.forEach(writer::write);
      writer.commit();
    }
  }

  private static Path copy(Path from) throws IOException {
    Path copy = Files.createTempDirectory(folder, "model");
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }
}

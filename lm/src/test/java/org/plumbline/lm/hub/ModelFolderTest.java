package org.plumbline.lm.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.material.Material;
import org.plumbline.core.material.ResourceFile;
import org.plumbline.core.weights.DType;
import org.plumbline.core.weights.SafetensorsWriter;
import org.plumbline.core.weights.TensorInfo;
import org.plumbline.core.weights.Weights;
import org.plumbline.lm.GoldenModels;
import org.plumbline.lm.encoder.Trunk;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.text.SpecialTokens;
import org.plumbline.lm.text.Tokenizer;

/** Tiny models that the transformers library wrote, with what it computes from them. */
final class ModelFolderTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path scratch;

  @Test
  void savedAndOpenedAgainItIsTheSameModelToTheBit() throws Exception {
    Path saved = scratch.resolve("saved");
    try (CausalLm lm = ModelFolder.open(GoldenModels.folder("llama")).causalLm();
        Tokenizer tokenizer = tinyTokenizer()) {
      ModelWriter.save(saved, lm, tokenizer);
      try (CausalLm again = ModelFolder.open(saved).causalLm();
          Tokenizer tokenizerAgain = Tokenizer.load(saved)) {
        assertEquals(lm.parameters().hash(), again.parameters().hash());
        assertEquals(lm.configuration(), again.configuration());
        assertEquals(tokenizer.hash(), tokenizerAgain.hash());
        assertEquals(tokenizer.eos(), tokenizerAgain.eos());
      }
    }
    try (Stream<Path> inside = Files.list(scratch)) {
      assertEquals(List.of(saved), inside.toList(), "no leftovers");
    }
  }

  @Test
  void aTokenizerThatMakesIdsWithoutAnEmbeddingIsRefused() throws Exception {
    Path folder = copyOf("llama");
    try (Tokenizer larger = tinyTokenizer()) {
      larger.save(folder);
    }
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> ModelFolder.open(folder).tokenizer());
    assertTrue(e.getMessage().contains("the model has 157 embeddings"), e.getMessage());
  }

  @Test
  void aFolderThatHoldsSomethingIsNotOverwritten() throws Exception {
    Files.writeString(scratch.resolve("precious.txt"), "kept");
    try (CausalLm lm = ModelFolder.open(GoldenModels.folder("llama")).causalLm();
        Tokenizer tokenizer = tinyTokenizer()) {
      InvalidInputException e =
          assertThrows(InvalidInputException.class, () -> ModelWriter.save(scratch, lm, tokenizer));
      assertTrue(e.getMessage().contains("must be empty or not exist"), e.getMessage());
    }
    assertEquals("kept", Files.readString(scratch.resolve("precious.txt")));
  }

  @Test
  void anUnknownFamilyIsRefusedNamingTheKnownOnes() throws Exception {
    Files.writeString(scratch.resolve("config.json"), "{\"model_type\": \"mamba\"}");
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> ModelFolder.open(scratch));
    assertTrue(e.getMessage().contains("must be one of 'bart', 'bert', 'chatglm'"), e.getMessage());
  }

  @Test
  void everythingThatDoesNotFitIsNamedAtOnce() throws Exception {
    Path folder = copyOf("llama");
    ObjectNode config = (ObjectNode) JSON.readTree(folder.resolve("config.json").toFile());
    config
        .put("num_hidden_layers", 2)
        .put("intermediate_size", 80)
        .put("tie_word_embeddings", false);
    Files.writeString(folder.resolve("config.json"), config.toString());
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> ModelFolder.open(folder).causalLm());
    assertTrue(e.getMessage().contains("'lm_head.weight' is missing"), e.getMessage());
    assertTrue(
        e.getMessage().contains("'model.layers.2.mlp.up_proj.weight' is unexpected"),
        e.getMessage());
    assertTrue(
        e.getMessage()
            .contains(
                "'model.layers.0.mlp.up_proj.weight' must have shape [80, 42] (got [88, 42])"),
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"BF16", "F16"})
  void sixteenBitWeightsBecomeThirtyTwo(String type) throws Exception {
    Path folder = copyOf("llama");
    rewrite(folder.resolve(Weights.FILE), DType.valueOf(type));
    JsonNode expected =
        JSON.readTree(GoldenModels.folder("llama").resolve("expected.json").toFile());
    List<int[]> rows = rows(expected.path("batch"));
    try (CausalLm lm = ModelFolder.open(folder).causalLm()) {
      float[] logits = logits(lm, rows);
      double wanted = expected.path("logits").get(0).get(0).get(0).asDouble();
      assertEquals(wanted, logits[0], 0.1);
      assertTrue(
          Math.abs(wanted - logits[0]) > 1e-6, "rounding must show, or the file was not rounded");
    }
  }

  @Test
  void bertOfASequenceClassifierOpensWithoutItsHeadAndPooler() throws Exception {
    try (Trunk trunk = ModelFolder.open(GoldenModels.folder("bert")).trunk()) {
      assertFalse(trunk.parameters().has("pooler.dense.weight"));
      assertTrue(trunk.parameters().has("encoder.layer.1.output.LayerNorm.bias"));
      assertEquals(2, trunk.layers());
    }
  }

  @Test
  void anEncoderIsNoLanguageModel() throws Exception {
    InvalidInputException e =
        assertThrows(
            InvalidInputException.class,
            () -> ModelFolder.open(GoldenModels.folder("bert")).causalLm());
    assertTrue(e.getMessage().contains("model_type 'bert'"), e.getMessage());
  }

  @Test
  void anEncoderDecoderIsNeitherALanguageModelNorAStartOfARewardModel() {
    ModelFolder folder = ModelFolder.open(GoldenModels.folder("t5"));
    InvalidInputException causal =
        assertThrows(InvalidInputException.class, () -> folder.causalLm());
    assertTrue(
        causal.getMessage().contains("reads one text and writes another"), causal.getMessage());
    InvalidInputException trunk = assertThrows(InvalidInputException.class, () -> folder.trunk());
    assertTrue(trunk.getMessage().contains("no reward model"), trunk.getMessage());
    ModelFolder llama = ModelFolder.open(GoldenModels.folder("llama"));
    InvalidInputException other =
        assertThrows(InvalidInputException.class, () -> llama.seq2SeqLm());
    assertTrue(other.getMessage().contains("model_type 'llama'"), other.getMessage());
  }

  @Test
  void aModelInAJarIsTheOneOnDisk() throws Exception {
    List<ResourceFile> files =
        Stream.of("config.json", "model.safetensors")
            .map(n -> new ResourceFile(n, ModelFolderTest.class, "golden/models/llama/" + n))
            .toList();
    try (CausalLm inJar =
            ModelFolder.open(new Material.Model("tiny", "A test.", files)).causalLm();
        CausalLm onDisk = ModelFolder.open(GoldenModels.folder("llama")).causalLm()) {
      assertEquals(onDisk.parameters().hash(), inJar.parameters().hash());
    }
  }

  @Test
  void aCausalTrunkReadsTheLastRealToken() throws Exception {
    List<int[]> rows = List.of(new int[] {7, 16, 36}, new int[] {125, 115, 127, 156, 17});
    try (Trunk trunk = ModelFolder.open(GoldenModels.folder("llama")).trunk()) {
      float[] together = Scope.inference(() -> trunk.pooled(new TokenBatch(rows)).toFloats());
      float[] alone =
          Scope.inference(() -> trunk.pooled(new TokenBatch(rows.subList(0, 1))).toFloats());
      for (int i = 0; i < alone.length; i++) {
        assertEquals(alone[i], together[i], 1e-5);
      }
      TokenBatch batch = new TokenBatch(rows);
      assertArrayEquals(
          together,
          Scope.inference(
              () -> trunk.pooled(trunk.lower(batch, 2), batch.lengths(), 2, 0).toFloats()));
    }
  }

  private static float[] logits(CausalLm lm, List<int[]> rows) {
    return Scope.inference(() -> lm.logits(lm.hidden(new TokenBatch(rows))).toFloats());
  }

  private static List<int[]> rows(JsonNode batch) {
    List<int[]> rows = new ArrayList<>();
    for (int r = 0; r < batch.path("lengths").size(); r++) {
      int[] all =
          StreamSupport.stream(batch.path("input_ids").get(r).spliterator(), false)
              .mapToInt(JsonNode::asInt)
              .toArray();
      rows.add(Arrays.copyOf(all, batch.path("lengths").get(r).asInt()));
    }
    return rows;
  }

  private static void rewrite(Path file, DType type) {
    Map<String, float[]> values = new LinkedHashMap<>();
    List<TensorInfo> manifest = new ArrayList<>();
    try (Weights weights = Weights.open(file)) {
      for (TensorInfo info : weights.tensors()) {
        values.put(info.name(), weights.floats(info.name()));
        manifest.add(new TensorInfo(info.name(), type, info.shape()));
      }
    }
    try (SafetensorsWriter writer = SafetensorsWriter.create(file, manifest, Map.of())) {
      values.forEach(writer::write);
      writer.commit();
    }
  }

  private Path copyOf(String name) throws IOException, URISyntaxException {
    Path copy = Files.createDirectory(scratch.resolve(name));
    for (String file : List.of("config.json", Weights.FILE)) {
      Files.copy(GoldenModels.folder(name).resolve(file), copy.resolve(file));
    }
    return copy;
  }

  private static Tokenizer tinyTokenizer() throws URISyntaxException, IOException {
    Path json =
        Path.of(
            Objects.requireNonNull(Tokenizer.class.getResource("bpe-bytelevel/tokenizer.json"))
                .toURI());
    return Tokenizer.load(Files.readAllBytes(json), SpecialTokens.NONE);
  }
}

package org.plumbline.lm.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.weights.DType;
import org.plumbline.core.weights.SafetensorsWriter;
import org.plumbline.core.weights.TensorInfo;
import org.plumbline.core.weights.Weights;
import org.plumbline.lm.GoldenModels;
import org.plumbline.lm.encoder.Trunk;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.ScoreModel;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.text.SpecialTokens;
import org.plumbline.lm.text.Tokenizer;

/** Folders of causal models as people have them, and as we write them. */
final class CausalFolderTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path scratch;

  @ParameterizedTest
  @MethodSource("languageModels")
  void everyFamilySavedAndOpenedAgainHasTheSameFile(String name) throws Exception {
    Path saved = scratch.resolve("saved");
    try (CausalLm lm = ModelFolder.open(GoldenModels.folder(name)).causalLm();
        Tokenizer tokenizer = tokenizer()) {
      ModelWriter.save(saved, lm, tokenizer);
      try (CausalLm again = ModelFolder.open(saved).causalLm()) {
        assertEquals(lm.parameters().hash(), again.parameters().hash());
        assertEquals(lm.configuration(), again.configuration());
      }
    }
    try (Weights before = Weights.open(GoldenModels.folder(name));
        Weights after = Weights.open(saved)) {
      assertEquals(before.tensors().size(), after.tensors().size());
      for (TensorInfo info : before.tensors()) {
        assertEquals(info, after.info(info.name()));
        assertArrayEquals(before.floats(info.name()), after.floats(info.name()), info.name());
      }
    }
  }

  static List<String> languageModels() {
    return GoldenModels.with("config-v4.json", "expected.json");
  }

  @Test
  void publishedGpt2FilesLackThePrefixAndCarryMasks() throws Exception {
    Path folder = copy("gpt2", name -> name.replaceFirst("^transformer\\.", ""));
    Map<String, float[]> masks = Map.of("h.0.attn.bias", new float[48 * 48]);
    addTensors(folder.resolve(Weights.FILE), masks);
    assertSame(GoldenModels.folder("gpt2"), folder);
  }

  @Test
  void aFileOfTheBareModelLacksThePrefix() throws Exception {
    Path folder = copy("llama", name -> name.replaceFirst("^model\\.", ""));
    assertSame(GoldenModels.folder("llama"), folder);
  }

  @Test
  void aFolderInShardsIsTheWholeOne() throws Exception {
    Path folder = copy("mixtral", UnaryOperator.identity());
    shard(folder);
    assertFalse(Files.exists(folder.resolve(Weights.FILE)));
    assertSame(GoldenModels.folder("mixtral"), folder);
  }

  @Test
  void aClassifierIsATrunkAndAScoreModelButNoLanguageModel() {
    ModelFolder folder = ModelFolder.open(GoldenModels.folder("llama-seqcls"));
    TokenBatch batch = new TokenBatch(List.of(new int[] {3, 1, 4}, new int[] {5}));
    try (Trunk trunk = folder.trunk();
        ScoreModel scores = folder.scoreModel();
        CausalLm lm = folder.causalLm()) {
      float[] pooled = Scope.inference(() -> trunk.pooled(batch).toFloats());
      float[] score = Scope.inference(() -> scores.scores(batch).toFloats());
      float[] head = scores.parameters().get("score.weight").toFloats();
      for (int r = 0; r < 2; r++) {
        double sum = 0;
        for (int i = 0; i < head.length; i++) {
          sum += (double) head[i] * pooled[r * head.length + i];
        }
        assertEquals(sum, score[r], 1e-5);
      }
      InvalidInputException e =
          assertThrows(
              InvalidInputException.class,
              () -> Scope.inference(() -> lm.logits(lm.hidden(batch)).toFloats()));
      assertTrue(e.getMessage().contains("LlamaForSequenceClassification"), e.getMessage());
    }
  }

  @Test
  void aClassifierOfSeveralClassesGivesNoScore() throws Exception {
    Path folder = copy("llama-seqcls", UnaryOperator.identity());
    ObjectNode config = config(folder);
    config.putObject("id2label").put("0", "bad").put("1", "good");
    Files.writeString(folder.resolve("config.json"), config.toString());
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> ModelFolder.open(folder).scoreModel());
    assertTrue(e.getMessage().contains("got 2"), e.getMessage());
  }

  @Test
  void aConfigurationWithoutASizeIsRefusedByItsKey() throws Exception {
    Path folder = copy("llama", UnaryOperator.identity());
    ObjectNode config = config(folder);
    config.remove("hidden_size");
    Files.writeString(folder.resolve("config.json"), config.toString());
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> ModelFolder.open(folder).causalLm());
    assertTrue(e.getMessage().contains("'hidden_size'"), e.getMessage());
  }

  private static void assertSame(Path expected, Path folder) {
    try (CausalLm one = ModelFolder.open(expected).causalLm();
        CausalLm other = ModelFolder.open(folder).causalLm()) {
      assertEquals(one.parameters().hash(), other.parameters().hash());
    }
  }

  /** A copy of a folder whose tensors have other names. */
  private Path copy(String name, UnaryOperator<String> rename) throws IOException {
    Path folder = Files.createDirectory(scratch.resolve(name));
    Path original = GoldenModels.folder(name);
    Files.copy(original.resolve("config.json"), folder.resolve("config.json"));
    Map<String, TensorInfo> infos = new LinkedHashMap<>();
    Map<String, float[]> values = new LinkedHashMap<>();
    try (Weights weights = Weights.open(original)) {
      for (TensorInfo info : weights.tensors()) {
        String renamed = rename.apply(info.name());
        infos.put(renamed, new TensorInfo(renamed, DType.F32, info.shape()));
        values.put(renamed, weights.floats(info.name()));
      }
    }
    write(folder.resolve(Weights.FILE), infos, values);
    return folder;
  }

  private static void addTensors(Path file, Map<String, float[]> more) {
    Map<String, TensorInfo> infos = new LinkedHashMap<>();
    Map<String, float[]> values = new LinkedHashMap<>(more);
    more.forEach(
        (name, array) ->
            infos.put(name, TensorInfo.of(name, DType.F32, new long[] {array.length})));
    try (Weights weights = Weights.open(file)) {
      for (TensorInfo info : weights.tensors()) {
        infos.put(info.name(), info);
        values.put(info.name(), weights.floats(info.name()));
      }
    }
    write(file, infos, values);
  }

  /** Spreads the file of a folder over two, by turns. */
  private static void shard(Path folder) throws IOException {
    List<Map<String, TensorInfo>> infos = List.of(new LinkedHashMap<>(), new LinkedHashMap<>());
    Map<String, float[]> values = new LinkedHashMap<>();
    ObjectNode index = JSON.createObjectNode();
    ObjectNode places = index.putObject("weight_map");
    Path whole = folder.resolve(Weights.FILE);
    try (Weights weights = Weights.open(whole)) {
      int n = 0;
      for (TensorInfo info : weights.tensors()) {
        int part = n++ % 2;
        infos.get(part).put(info.name(), info);
        values.put(info.name(), weights.floats(info.name()));
        places.put(info.name(), shardName(part));
      }
    }
    for (int part = 0; part < 2; part++) {
      write(folder.resolve(shardName(part)), infos.get(part), values);
    }
    Files.delete(whole);
    Files.writeString(folder.resolve(Weights.INDEX_FILE), index.toString());
  }

  private static String shardName(int part) {
    return "model-0000%d-of-00002.safetensors".formatted(part + 1);
  }

  private static void write(Path file, Map<String, TensorInfo> infos, Map<String, float[]> values) {
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(file, new ArrayList<>(infos.values()), Map.of())) {
      for (String name : infos.keySet()) {
        writer.write(name, Objects.requireNonNull(values.get(name)));
      }
      writer.commit();
    }
  }

  private static ObjectNode config(Path folder) throws IOException {
    return (ObjectNode) JSON.readTree(folder.resolve("config.json").toFile());
  }

  private static Tokenizer tokenizer() throws IOException {
    try (var in =
        Objects.requireNonNull(
            Tokenizer.class.getResourceAsStream("bpe-bytelevel/tokenizer.json"))) {
      return Tokenizer.load(in.readAllBytes(), SpecialTokens.NONE);
    }
  }
}

package org.plumbline.lm.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.weights.Weights;
import org.plumbline.lm.GoldenModels;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.model.ScoreModel;
import org.plumbline.lm.model.TensorFile;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/** What holds for every family of encoders, on tiny models of each. */
final class EncodersTest {
  private static final JsonMapper JSON = new JsonMapper();

  /** Lengths so unequal that a window of the shortest row's filling holds no real token. */
  private static final TokenBatch BATCH =
      new TokenBatch(
          List.of(
              new int[] {2, 7, 9, 30, 12, 13, 14, 15, 16, 17, 18, 19, 20, 3},
              new int[] {2, 3},
              new int[] {2, 8, 8, 8, 11, 36, 3}));

  @TempDir Path scratch;

  @ParameterizedTest
  @ValueSource(strings = {"bert", "distilbert", "roberta", "modernbert", "deberta-v2"})
  void paddingChangesNoVector(String name) {
    try (Trunk trunk = ModelFolder.open(GoldenModels.folder(name)).trunk()) {
      int width = trunk.width();
      float[] together = pooled(trunk, BATCH);
      for (int r = 0; r < BATCH.size(); r++) {
        float[] alone = pooled(trunk, new TokenBatch(List.of(BATCH.rows().get(r))));
        float[] beside = Arrays.copyOfRange(together, r * width, (r + 1) * width);
        assertArrayEquals(alone, beside, 1e-4f, "row " + r);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert", "distilbert", "roberta", "modernbert", "deberta-v2"})
  void lowerAndUpperLayersTogetherAreTheWhole(String name) {
    try (Trunk trunk = ModelFolder.open(GoldenModels.folder(name)).trunk()) {
      float[] whole = pooled(trunk, BATCH);
      for (int cut = 0; cut <= trunk.layers(); cut++) {
        int layers = cut;
        float[] split =
            Scope.inference(
                () ->
                    trunk
                        .pooled(trunk.lower(BATCH, layers), BATCH.lengths(), layers, 0)
                        .toFloats());
        assertArrayEquals(whole, split, "cut at " + cut);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert", "distilbert", "roberta", "modernbert", "deberta-v2"})
  void theUpperLayersTrainAloneAndTheirGradientsAreFinite(String name) {
    try (Trunk trunk = ModelFolder.open(GoldenModels.folder(name)).trunk()) {
      int cut = trunk.layers() - 1;
      trunk.parameters().train(parameter -> trunk.layerOf(parameter) >= cut);
      Map<String, Tensor> trained = trunk.parameters().trainable();
      assertTrue(
          trained.size() > 6 && trained.size() < trunk.parameters().names().size(),
          trained.keySet()::toString);
      Scope.training(
          () -> {
            Tensor lower = trunk.lower(BATCH, cut).detach();
            trunk.pooled(lower, BATCH.lengths(), cut, 0.1).square().sum().backward();
            trained.forEach((p, tensor) -> assertTrue(tensor.gradient().isFinite(), p));
          });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert", "distilbert", "roberta", "modernbert", "deberta-v2"})
  void writtenAloneItIsTheSameEncoder(String name) throws IOException {
    Path alone = Files.createDirectory(scratch.resolve(name));
    try (Trunk trunk = ModelFolder.open(GoldenModels.folder(name)).trunk()) {
      TensorFile.save(alone.resolve(Weights.FILE), trunk.parameters().asMap(), Map.of());
      Files.writeString(alone.resolve("config.json"), trunk.configuration().toString());
      assertTrue(
          trunk.configuration().path("architectures").path(0).asText().endsWith("Model"),
          trunk.configuration()::toString);
      try (Trunk again = ModelFolder.open(alone).trunk()) {
        assertEquals(trunk.parameters().hash(), again.parameters().hash());
        assertArrayEquals(pooled(trunk, BATCH), pooled(again, BATCH));
      }
    }
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> ModelFolder.open(alone).scoreModel());
    assertTrue(e.getMessage().contains("is missing"), e.getMessage());
  }

  @Test
  void modernBertReadsTheNamesOfOlderConfigurations() throws IOException {
    Path older =
        rewritten(
            "modernbert",
            config -> {
              config.remove(List.of("rope_parameters", "layer_types"));
              config.put("global_rope_theta", 160_000.0).put("local_rope_theta", 10_000.0);
            });
    assertArrayEquals(scores(GoldenModels.folder("modernbert")), scores(older));
  }

  @Test
  void debertaWithMapsOfItsOwnForPositionsIsTheSharedOneIfTheyAreEqual() throws IOException {
    Path own = rewritten("deberta-v2", config -> config.put("share_att_key", false));
    try (Trunk shared = ModelFolder.open(GoldenModels.folder("deberta-v2")).trunk();
        Parameters weights = new Parameters()) {
      Scope.withoutGradients(
          () ->
              shared
                  .parameters()
                  .asMap()
                  .forEach(
                      (name, tensor) -> {
                        weights.add(name, copy(tensor));
                        for (String part : List.of("key_proj", "query_proj")) {
                          if (name.contains("self." + part)) {
                            String position = name.replace(part, "pos_" + part);
                            weights.add(position, copy(tensor));
                          }
                        }
                      }));
      TensorFile.save(own.resolve(Weights.FILE), weights.asMap(), Map.of());
      try (Trunk apart = ModelFolder.open(own).trunk()) {
        assertArrayEquals(pooled(shared, BATCH), pooled(apart, BATCH), 1e-5f);
      }
    }
  }

  @Test
  void robertaCountsOnlyWhatDiffersFromTheFilling() {
    // Token 1 is this model's filling: a text with one inside has shorter positions behind it.
    try (Trunk trunk = ModelFolder.open(GoldenModels.folder("roberta")).trunk()) {
      assertEquals(40, trunk.contextLength());
      float[] plain = hidden(trunk, 0, 7, 9);
      float[] inside = hidden(trunk, 0, 1, 7, 9);
      int width = trunk.width();
      assertArrayEquals(
          Arrays.copyOfRange(plain, width, 3 * width),
          Arrays.copyOfRange(inside, 2 * width, 4 * width),
          1e-6f);
    }
  }

  /** Embeddings alone, [tokens * width]. */
  private static float[] hidden(Trunk trunk, int... ids) {
    return Scope.inference(() -> trunk.lower(new TokenBatch(List.of(ids)), 0).toFloats());
  }

  private static float[] pooled(Trunk trunk, TokenBatch batch) {
    return Scope.inference(() -> trunk.pooled(batch).toFloats());
  }

  private static float[] scores(Path folder) {
    try (ScoreModel model = ModelFolder.open(folder).scoreModel()) {
      return Scope.inference(() -> model.scores(BATCH).toFloats());
    }
  }

  private static Tensor copy(Tensor tensor) {
    return Tensor.of(tensor.toFloats(), tensor.shape()).keep();
  }

  private Path rewritten(String name, Consumer<ObjectNode> change) throws IOException {
    Path folder = GoldenModels.folder(name);
    Path copy = Files.createDirectory(scratch.resolve(name));
    ObjectNode config = (ObjectNode) JSON.readTree(folder.resolve("config.json").toFile());
    change.accept(config);
    Files.writeString(copy.resolve("config.json"), config.toString());
    Files.copy(folder.resolve(Weights.FILE), copy.resolve(Weights.FILE));
    return copy;
  }
}

package org.plumbline.lm.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.model.TokenLogProbs;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/** Every adapter of a language model under {@code golden/models/lora} against PEFT. */
final class GoldenLoraTest {
  private static final double LOGITS = 1e-4;
  private static final double LOSS = 1e-5;

  static Stream<Path> adapters() throws Exception {
    Path root = Path.of(Objects.requireNonNull(resource("/golden/models/lora")));
    try (Stream<Path> folders = Files.list(root)) {
      List<Path> all = folders.sorted().toList();
      assertTrue(!all.isEmpty(), "no adapter under " + root);
      return all.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("adapters")
  void logitsWithTheAdapterMergedAndWithoutAreThoseOfPeft(Path folder) throws Exception {
    JsonNode expected = expected(folder);
    TokenBatch batch = batch(expected);
    try (CausalLm lm = base(folder);
        Adapters adapters = new Adapters(lm.linears(), lm.parameters().asMap())) {
      Lora lora = adapters.add(PeftFolder.open(folder));
      try (Adapters.InForce use = adapters.use(lora)) {
        assertLogits(expected.path("logits"), logits(lm, batch), batch);
      }
      try (Adapters.InForce use = adapters.useMerged(lora)) {
        assertLogits(expected.path("logits_merged"), logits(lm, batch), batch);
      }
      float[][][] without = logits(lm, batch);
      for (int r = 0; r < without.length; r++) {
        assertRow(
            expected.path("logits_base_last").get(r), without[r][batch.lengths()[r] - 1], "base");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("adapters")
  void lossAndGradientsOfTheAdapterAreThoseOfPeft(Path folder) throws Exception {
    JsonNode expected = expected(folder);
    TokenBatch batch = batch(expected);
    try (CausalLm lm = base(folder);
        Adapters adapters = new Adapters(lm.linears(), lm.parameters().asMap())) {
      Lora lora = adapters.add(PeftFolder.open(folder));
      lora.train(true);
      int tokens = Arrays.stream(batch.lengths()).map(length -> length - 1).sum();
      double[] loss = new double[1];
      try (Adapters.InForce use = adapters.use(lora)) {
        Scope.training(
            () -> {
              Tensor mean =
                  TokenLogProbs.of(lm, batch, TokenLogProbs.all(batch)).sum().times(-1.0 / tokens);
              loss[0] = mean.item();
              mean.backward();
            });
      }
      assertEquals(expected.path("loss").asDouble(), loss[0], LOSS);
      JsonNode gradients = expected.path("gradients");
      double square = 0;
      for (Map.Entry<String, Tensor> parameter : lora.trained().entrySet()) {
        float[] gradient = parameter.getValue().gradient().toFloats();
        JsonNode wanted = gradients.path("parameters").path(parameter.getKey());
        square += assertGradient(parameter.getKey(), wanted, gradient);
      }
      assertEquals(gradients.path("parameters").size(), lora.trained().size());
      assertNear(gradients.path("global_norm").asDouble(), Math.sqrt(square), "global norm");
      assertTrue(
          lm.parameters().tensors().stream().noneMatch(Tensor::hasGradient),
          "the base got gradients");
    }
  }

  private static double assertGradient(String name, JsonNode wanted, float[] gradient) {
    double square = 0;
    for (float value : gradient) {
      square += (double) value * value;
    }
    assertNear(wanted.path("norm").asDouble(Double.NaN), Math.sqrt(square), name);
    JsonNode head = wanted.path("head");
    for (int i = 0; i < head.size(); i++) {
      assertNear(head.get(i).asDouble(), gradient[i], name + " " + i);
    }
    return square;
  }

  private static void assertNear(double wanted, double given, String what) {
    assertEquals(wanted, given, 1e-3 * Math.abs(wanted) + 1e-5, what);
  }

  private static void assertLogits(JsonNode wanted, float[][][] given, TokenBatch batch) {
    assertEquals(batch.lengths().length, wanted.size());
    for (int r = 0; r < wanted.size(); r++) {
      for (int t = 0; t < batch.lengths()[r]; t++) {
        assertRow(wanted.get(r).get(t), given[r][t], "row " + r + " token " + t);
      }
    }
  }

  private static void assertRow(JsonNode wanted, float[] given, String where) {
    assertEquals(wanted.size(), given.length, where);
    for (int i = 0; i < given.length; i++) {
      assertEquals(wanted.get(i).asDouble(), given[i], LOGITS, where + " id " + i);
    }
  }

  /** [batch, time, vocabulary]. */
  private static float[][][] logits(CausalLm lm, TokenBatch batch) {
    float[] flat = Scope.inference(() -> lm.logits(lm.hidden(batch)).toFloats());
    int vocabulary = lm.vocabularySize();
    float[][][] logits = new float[batch.lengths().length][batch.width()][];
    for (int r = 0; r < logits.length; r++) {
      for (int t = 0; t < batch.width(); t++) {
        int start = (r * batch.width() + t) * vocabulary;
        logits[r][t] = Arrays.copyOfRange(flat, start, start + vocabulary);
      }
    }
    return logits;
  }

  private static CausalLm base(Path folder) {
    String base = PeftFolder.open(folder).base();
    return ModelFolder.open(folder.resolve("../..").resolve(base)).causalLm();
  }

  private static TokenBatch batch(JsonNode expected) {
    JsonNode given = expected.path("batch");
    List<int[]> rows = new ArrayList<>();
    for (int r = 0; r < given.path("lengths").size(); r++) {
      int[] ids =
          StreamSupport.stream(given.path("input_ids").get(r).spliterator(), false)
              .mapToInt(JsonNode::asInt)
              .toArray();
      rows.add(Arrays.copyOf(ids, given.path("lengths").get(r).asInt()));
    }
    return new TokenBatch(rows);
  }

  private static JsonNode expected(Path folder) throws Exception {
    return new JsonMapper().readTree(folder.resolve("expected.json").toFile());
  }

  private static java.net.URI resource(String name) throws Exception {
    return Objects.requireNonNull(GoldenLoraTest.class.getResource(name), name).toURI();
  }
}

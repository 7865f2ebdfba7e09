package org.plumbline.lm.adapter;

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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.encoder.Bert;
import org.plumbline.lm.encoder.BertConfig;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

final class AdaptersTest {
  private static final Seeds SEEDS = new Seeds(20261124);
  private static final TokenBatch BATCH =
      new TokenBatch(List.of(new int[] {1, 5, 7, 2}, new int[] {3, 4}));

  @TempDir Path folder;
  private final Bert bert = Bert.random(new BertConfig(11, 12, 20, 3, 2, 16, 2, 1e-12), SEEDS);
  private Adapters adapters = new Adapters(bert.linears(), bert.parameters().asMap());
  private float[] without = new float[0];

  @BeforeEach
  void rememberTheBase() {
    without = vectors();
  }

  @AfterEach
  void close() {
    adapters.close();
    bert.close();
  }

  @Test
  void aFreshAdapterChangesNothing() {
    Lora lora = adapters.add(LoraOptions.DEFAULT, SEEDS);
    try (Adapters.InForce use = adapters.use(lora)) {
      assertArrayEquals(without, vectors());
    }
  }

  @Test
  void factorAIsUniformWithinOneOverTheRootOfTheInputs() {
    Lora lora = adapters.add(LoraOptions.of(64, 64), SEEDS);
    float[] a =
        lora.parameters()
            .get("base_model.model.encoder.layer.0.output.dense.lora_A.weight")
            .toFloats();
    double bound = 1 / Math.sqrt(20);
    double square = 0;
    double most = 0;
    for (float value : a) {
      square += value * value;
      most = Math.max(most, Math.abs(value));
    }
    assertTrue(most <= bound && most > 0.98 * bound, "largest " + most);
    assertEquals(bound / Math.sqrt(3), Math.sqrt(square / a.length), 0.05 * bound);
  }

  @Test
  void severalAdaptersSwitchOverOneTrunkAndLeaveItAsItWas() {
    Lora first = grown(LoraOptions.of(2, 4), "first");
    Lora second = grown(LoraOptions.of(3, 4).over(LoraTargets.of(List.of("value"))), "second");
    float[] ofFirst;
    float[] ofSecond;
    try (Adapters.InForce use = adapters.use(first)) {
      ofFirst = vectors();
      try (Adapters.InForce other = adapters.use(second)) {
        ofSecond = vectors();
      }
      assertArrayEquals(ofFirst, vectors());
      try (Adapters.InForce base = adapters.useNone()) {
        assertArrayEquals(without, vectors());
      }
      assertArrayEquals(ofFirst, vectors());
    }
    assertArrayEquals(without, vectors());
    assertTrue(distance(ofFirst, without) > 0.01);
    assertTrue(distance(ofSecond, without) > 0.01);
    assertTrue(distance(ofSecond, ofFirst) > 0.01);
  }

  @Test
  void mergingGivesTheSameVectorsAndTheOldBitsAfterwards() {
    Lora lora = grown(LoraOptions.of(2, 4), "merged");
    String before = bert.parameters().hash();
    float[] adapted;
    try (Adapters.InForce use = adapters.use(lora)) {
      adapted = vectors();
    }
    try (Adapters.InForce use = adapters.useMerged(lora)) {
      assertArrayEquals(adapted, vectors(), 1e-5f);
      assertFalse(before.equals(bert.parameters().hash()), "nothing was merged");
    }
    assertEquals(before, bert.parameters().hash());
    assertArrayEquals(without, vectors());
  }

  @Test
  void ranksAndAlphasOfSomeModulesOverrideTheOthers() {
    LoraOptions options =
        new LoraOptions(
            4,
            8,
            true,
            0,
            LoraTargets.of(List.of("query", "dense")),
            List.of(1, 2),
            List.of(),
            Map.of("attention.output.dense", 9),
            Map.of("layer\\.2\\..*query", 1.0));
    Lora lora = adapters.add(options, SEEDS);
    assertEquals(2 * 4 * 2, lora.parameters().names().size());
    assertFalse(lora.parameters().names().stream().anyMatch(name -> name.contains("layer.0.")));
    assertEquals(
        9,
        lora.parameters()
            .get("base_model.model.encoder.layer.1.attention.output.dense.lora_B.weight")
            .size(1));
    assertEquals(8 / 3.0, options.scaleOf("encoder.layer.1.attention.output.dense"), 1e-12);
    assertEquals(0.5, options.scaleOf("encoder.layer.2.attention.self.query"), 1e-12);
    assertEquals(4, options.scaleOf("encoder.layer.1.attention.self.query"), 1e-12);
  }

  @Test
  void gradientsReachTheAdapterAndTheSavedModuleAndNothingElse() {
    LoraOptions options =
        new LoraOptions(
            2,
            4,
            false,
            0,
            new LoraTargets.AllLinear(),
            List.of(),
            List.of("output.LayerNorm"),
            Map.of(),
            Map.of());
    Lora lora = grown(options, "saved");
    String saved = "encoder.layer.2.output.LayerNorm.weight";
    lora.train(true);
    try (Adapters.InForce use = adapters.use(lora)) {
      Scope.training(() -> bert.pooled(BATCH).square().sum().backward());
      bert.parameters()
          .asMap()
          .forEach((name, tensor) -> assertEquals(options.saves(name), tensor.hasGradient(), name));
      Tensor trained = Objects.requireNonNull(lora.trained().get("base_model.model." + saved));
      Scope.withoutGradients(() -> trained.timesInPlace(1.5));
    }
    lora.train(false);
    // The adapter kept what was trained, and the model has its own back.
    assertEquals(1.5f, lora.parameters().get("base_model.model." + saved).toFloats()[0]);
    assertEquals(1f, bert.parameters().get(saved).toFloats()[0]);
    assertArrayEquals(without, vectors());
  }

  @Test
  void dropoutFallsOnTheInputsOfAnAdapterInForceWithIt() {
    Lora lora = grown(LoraOptions.of(2, 4), "dropout");
    float[] adapted;
    try (Adapters.InForce use = adapters.use(lora)) {
      adapted = vectors();
    }
    try (Adapters.InForce use = adapters.use(lora, 0.5)) {
      assertTrue(distance(adapted, vectors()) > 1e-3);
    }
  }

  @Test
  void whatIsSavedComesBackWithTheSameBits() throws IOException {
    LoraOptions options =
        new LoraOptions(
            3,
            6.5,
            true,
            0.1,
            LoraTargets.of(List.of("query", "value")),
            List.of(1),
            List.of("embeddings.LayerNorm"),
            Map.of("value", 2),
            Map.of("query", 3.0));
    Lora lora = grown(options, "saved");
    PeftFolder.save(folder.resolve("adapter"), "somewhere/base", lora);
    PeftFolder read = PeftFolder.open(folder.resolve("adapter"));
    assertEquals("somewhere/base", read.base());
    assertEquals(options, read.options());
    Lora again = adapters.add(read);
    assertEquals(lora.parameters().hash(), again.parameters().hash());
    assertEquals(lora.parameters().names(), again.parameters().names());
    assertThrows(
        InvalidInputException.class,
        () -> PeftFolder.save(folder.resolve("adapter"), "somewhere/base", lora));
  }

  @Test
  void anAdapterForAnotherBaseIsRefusedWithEverythingThatDoesNotFit() {
    Lora lora = grown(LoraOptions.of(2, 4), "narrow");
    PeftFolder.save(folder.resolve("adapter"), "base", lora);
    try (Bert wider = Bert.random(new BertConfig(11, 12, 24, 2, 2, 16, 2, 1e-12), SEEDS);
        Adapters others = new Adapters(wider.linears(), wider.parameters().asMap())) {
      String message =
          assertThrows(
                  InvalidInputException.class,
                  () -> others.add(PeftFolder.open(folder.resolve("adapter"))))
              .getMessage();
      assertTrue(
          message.contains("encoder.layer.2.output.dense.lora_A.weight' is unexpected"), message);
      assertTrue(
          message.contains("encoder.layer.0.output.dense.lora_A.weight' must have"), message);
    }
  }

  @Test
  void whatWouldBeComputedWronglyIsRefusedWithItsKey() throws IOException {
    PeftFolder.save(folder.resolve("adapter"), "base", grown(LoraOptions.of(2, 4), "x"));
    Path config = folder.resolve("adapter/adapter_config.json");
    JsonMapper mapper = new JsonMapper();
    for (Map.Entry<String, Object> fault :
        Map.<String, Object>of(
                "use_dora",
                true,
                "bias",
                "all",
                "peft_type",
                "IA3",
                "init_lora_weights",
                "pissa_niter_4",
                "target_parameters",
                List.of("experts"),
                "a_key_of_the_future",
                3)
            .entrySet()) {
      ObjectNode json = (ObjectNode) mapper.readTree(config.toFile());
      json.set(fault.getKey(), mapper.valueToTree(fault.getValue()));
      Path other = Files.createDirectories(folder.resolve("other-" + fault.getKey()));
      Files.writeString(other.resolve("adapter_config.json"), json.toString());
      String message =
          assertThrows(InvalidInputException.class, () -> PeftFolder.open(other)).getMessage();
      assertTrue(message.contains(fault.getKey()), message);
    }
  }

  @Test
  void anAdapterOverNothingIsRefused() {
    LoraOptions options = LoraOptions.of(2, 4).over(LoraTargets.of(List.of("q_proj")));
    String message =
        assertThrows(InvalidInputException.class, () -> adapters.add(options, SEEDS)).getMessage();
    assertTrue(message.contains("q_proj") && message.contains("attention.self.query"), message);
  }

  /** An adapter whose second factors are not zero any more. */
  private Lora grown(LoraOptions options, String stream) {
    Lora lora = adapters.add(options, SEEDS.child(stream));
    SplittableRandom random = SEEDS.stream(stream);
    Scope.withoutGradients(
        () ->
            lora.parameters()
                .asMap()
                .forEach(
                    (name, tensor) -> {
                      if (name.endsWith("lora_B.weight")) {
                        float[] values = new float[(int) tensor.count()];
                        for (int i = 0; i < values.length; i++) {
                          values[i] = (float) random.nextDouble(-0.5, 0.5);
                        }
                        tensor.set(values);
                      }
                    }));
    return lora;
  }

  private float[] vectors() {
    return Scope.inference(() -> bert.pooled(BATCH).toFloats());
  }

  private static double distance(float[] a, float[] b) {
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  }
}

package org.plumbline.lm.hub;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.weights.Weights;
import org.plumbline.lm.GoldenModels;
import org.plumbline.lm.encoder.Trunk;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.seq2seq.Seq2SeqLm;
import org.plumbline.lm.tensor.Scope;

/**
 * Any {@code config.json} beside the weights gives a model that reads a text, or is refused:
 * nothing else is thrown, and nothing large is allocated.
 */
final class ConfigurationFuzzTest {
  private static final long SEED = 20_261_128;
  private static final JsonMapper JSON = new JsonMapper();

  /** What may stand where something else is expected. */
  private static final List<String> NASTY =
      List.of(
          "null",
          "true",
          "false",
          "-1",
          "0",
          "1",
          "2",
          "3",
          "7",
          "64",
          "65536",
          "2147483647",
          "-2147483648",
          "9223372036854775807",
          "123456789012345678901234567890",
          "0.5",
          "-0.5",
          "1e-300",
          "1e308",
          "-1e308",
          "\"\"",
          "\"x\"",
          "\"silu\"",
          "[]",
          "{}",
          "[0]",
          "[1,2,3]",
          "[\"full_attention\"]",
          "{\"a\":1}",
          "{\"rope_type\":\"x\"}",
          "{\"rope_type\":\"yarn\",\"factor\":0}",
          "{\"rope_type\":\"linear\"}");

  @TempDir Path folder;

  static List<String> models() {
    return GoldenModels.with("config.json", "expected.json");
  }

  @ParameterizedTest
  @MethodSource("models")
  void anyConfigurationIsAModelOrIsRefused(String name) throws IOException {
    assertTrue(opened(name, "some", 25) > 1, "too few could be opened");
  }

  @ParameterizedTest
  @MethodSource("models")
  @Tag("slow")
  void manyMore(String name) throws IOException {
    opened(name, "many", 400);
  }

  private int opened(String name, String stream, int count) throws IOException {
    Path golden = GoldenModels.folder(name);
    String valid = Files.readString(golden.resolve("config.json"));
    Files.copy(golden.resolve(Weights.FILE), folder.resolve(Weights.FILE));
    int opened = 0;
    for (int i = 0; i < count; i++) {
      SplittableRandom random = new Seeds(SEED).child(name).child(stream, i).stream("m");
      byte[] changed = changed(valid, random);
      Files.write(folder.resolve("config.json"), changed);
      try {
        read();
        opened++;
      } catch (InvalidInputException e) {
        continue;
      } catch (RuntimeException | Error e) {
        fail(
            "seed %d, %s %d: %s"
                .formatted(SEED, name, i, new String(changed, StandardCharsets.UTF_8)),
            e);
      }
    }
    return opened;
  }

  private void read() {
    ModelFolder model = ModelFolder.open(folder);
    TokenBatch batch = new TokenBatch(List.of(new int[] {3, 1, 4}, new int[] {5}));
    model.size();
    if (model.isSeq2SeqLm()) {
      try (Seq2SeqLm lm = model.seq2SeqLm()) {
        assertTrue(lm.vocabularySize() > 0);
      }
      return;
    }
    try (Trunk trunk = model.trunk()) {
      Scope.inference(() -> trunk.pooled(batch).toFloats());
    }
  }

  private static byte[] changed(String valid, SplittableRandom random) throws IOException {
    if (random.nextInt(8) == 0) {
      byte[] bytes = valid.getBytes(StandardCharsets.UTF_8);
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      return bytes;
    }
    ObjectNode config = (ObjectNode) JSON.readTree(valid);
    for (int times = 1 + random.nextInt(2); times > 0; times--) {
      change(config, random);
    }
    return config.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void change(ObjectNode part, SplittableRandom random) throws IOException {
    List<String> keys = new ArrayList<>();
    part.fieldNames().forEachRemaining(keys::add);
    if (keys.isEmpty()) {
      return;
    }
    String key = keys.get(random.nextInt(keys.size()));
    if (part.get(key) instanceof ObjectNode inner && random.nextInt(3) > 0) {
      change(inner, random);
    } else if (random.nextInt(6) == 0) {
      part.remove(key);
    } else if (part.get(key) instanceof ArrayNode list && !list.isEmpty() && random.nextBoolean()) {
      list.set(random.nextInt(list.size()), JSON.readTree(NASTY.get(random.nextInt(NASTY.size()))));
    } else {
      part.set(key, JSON.readTree(NASTY.get(random.nextInt(NASTY.size()))));
    }
  }
}

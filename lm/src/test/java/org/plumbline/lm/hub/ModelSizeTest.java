package org.plumbline.lm.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.weights.Weights;
import org.plumbline.lm.GoldenModels;
import org.plumbline.lm.adapter.Adapters;
import org.plumbline.lm.adapter.LoraOptions;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.Decoder;

/** How large a model is, by what its files say of it. */
final class ModelSizeTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  static List<String> languageModels() {
    return GoldenModels.with("config-v4.json", "expected.json");
  }

  @ParameterizedTest
  @MethodSource("languageModels")
  void headersTellWhatLoadingFinds(String name) {
    ModelFolder model = ModelFolder.open(GoldenModels.folder(name));
    ModelSize size = model.size();
    try (CausalLm lm = model.causalLm();
        Adapters adapters = new Adapters(lm.linears(), lm.parameters().asMap())) {
      assertEquals(lm.parameters().count(), size.parameters());
      assertEquals(4 * lm.parameters().count(), size.fileBytes());
      assertEquals(List.of("F32"), size.types());
      long adapter = adapters.add(LoraOptions.of(3, 6), new Seeds(1)).parameters().count();
      assertEquals(adapter, 3 * size.linearEdges());
    }
  }

  @Test
  void aModelFarLargerThanTheMemoryIsMeasuredByItsHeaders() throws IOException {
    ObjectNode config =
        (ObjectNode) JSON.readTree(GoldenModels.folder("llama").resolve("config.json").toFile());
    config
        .put("vocab_size", 128_256)
        .put("hidden_size", 8192)
        .put("intermediate_size", 28_672)
        .put("num_hidden_layers", 80)
        .put("num_attention_heads", 64)
        .put("num_key_value_heads", 8)
        .put("head_dim", 128)
        .put("tie_word_embeddings", false);
    Files.writeString(folder.resolve("config.json"), config.toString());
    var causal = new org.plumbline.lm.family.Llama();
    ConfigReader reader = new ConfigReader(config);
    sparse(Decoder.shapes(causal.config(reader), causal.names(reader)));
    ModelSize size = ModelFolder.open(folder).size();
    assertEquals(70_553_706_496L, size.parameters());
    assertEquals(2 * size.parameters(), size.fileBytes());
    assertEquals(List.of("BF16"), size.types());
    // 80 layers of 8 heads of 128 values, keys and values, four bytes each.
    assertEquals(80L * 8 * 128 * 2 * 4, size.cacheBytes());
  }

  @Test
  void weightsOfAnotherConfigurationAreNamedWithoutReadingThem() throws IOException {
    ObjectNode config =
        (ObjectNode) JSON.readTree(GoldenModels.folder("llama").resolve("config.json").toFile());
    config.put("intermediate_size", 80);
    Files.writeString(folder.resolve("config.json"), config.toString());
    Files.copy(GoldenModels.folder("llama").resolve(Weights.FILE), folder.resolve(Weights.FILE));
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> ModelFolder.open(folder).size());
    assertTrue(e.getMessage().contains("must have shape [80, "), e.getMessage());
  }

  /** A file of brain floats with holes instead of data, which takes no room on disk. */
  private void sparse(Map<String, long[]> shapes) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    long next = 0;
    for (Map.Entry<String, long[]> entry : shapes.entrySet()) {
      ObjectNode tensor = header.putObject(entry.getKey()).put("dtype", "BF16");
      long bytes = 2;
      for (long length : entry.getValue()) {
        tensor.withArray("shape").add(length);
        bytes *= length;
      }
      tensor.putArray("data_offsets").add(next).add(next + bytes);
      next += bytes;
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    try (RandomAccessFile file =
        new RandomAccessFile(folder.resolve(Weights.FILE).toFile(), "rw")) {
      ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      file.write(length.putLong(0, json.length).array());
      file.write(json);
      file.setLength(8L + json.length + next);
    }
  }
}

package org.plumbline.lm.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.weights.DType;
import org.plumbline.core.weights.SafetensorsWriter;
import org.plumbline.core.weights.TensorInfo;
import org.plumbline.core.weights.Weights;
import org.plumbline.lm.GoldenModels;
import org.plumbline.lm.check.CheckResult;
import org.plumbline.lm.check.ExpectedFile;
import org.plumbline.lm.check.ModelCheck;
import org.plumbline.lm.check.Tolerances;
import org.plumbline.lm.model.ConfigReader;

/**
 * The names and settings of ChatGLM's own files: the same computation as GLM's, so the tiny GLM
 * written in that form must give what GLM gives.
 */
final class ChatGlmTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path scratch;

  @Test
  void glmInTheFormOfChatGlmGivesWhatGlmGives() throws Exception {
    Path folder = inTheFormOfChatGlm(GoldenModels.folder("glm"));
    ObjectNode expected =
        (ObjectNode) JSON.readTree(GoldenModels.folder("glm").resolve("expected.json").toFile());
    expected.remove("gradients");
    List<CheckResult> results =
        ModelCheck.run(folder, new ExpectedFile("glm", expected), Tolerances.SINGLE_PRECISION);
    assertTrue(results.size() >= 8, results::toString);
    assertEquals(List.of(), results.stream().filter(result -> !result.passed()).toList());
  }

  @Test
  void theRopeRatioMultipliesTheBase() throws Exception {
    ObjectNode config = config();
    config.put("rope_ratio", 50);
    assertEquals(
        500_000, new ChatGlm().config(new ConfigReader(config)).rotaries().getFirst().theta());
  }

  @Test
  void aTrainedPrefixIsRefused() {
    ObjectNode config = config();
    config.put("pre_seq_len", 128);
    InvalidInputException e =
        assertThrows(
            InvalidInputException.class, () -> new ChatGlm().config(new ConfigReader(config)));
    assertTrue(e.getMessage().contains("pre_seq_len"), e.getMessage());
  }

  /** The settings of the tiny GLM under the keys of ChatGLM. */
  private static ObjectNode config() {
    ObjectNode config = JSON.createObjectNode();
    config.put("model_type", "chatglm").putArray("architectures").add("ChatGLMModel");
    config.put("padded_vocab_size", 141).put("hidden_size", 40).put("ffn_hidden_size", 84);
    config.put("kv_channels", 16).put("num_layers", 2).put("num_attention_heads", 4);
    config.put("multi_query_attention", true).put("multi_query_group_num", 2);
    config.put("seq_length", 64).put("layernorm_epsilon", 1e-5).put("rmsnorm", true);
    config.put("add_bias_linear", false).put("add_qkv_bias", true);
    config.put("apply_residual_connection_post_layernorm", false).put("post_layer_norm", true);
    config.put("tie_word_embeddings", false).put("eos_token_id", 2).putNull("pre_seq_len");
    return config;
  }

  private Path inTheFormOfChatGlm(Path glm) throws IOException {
    Map<String, float[]> values = new LinkedHashMap<>();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    try (Weights weights = Weights.open(glm)) {
      for (TensorInfo info : weights.tensors()) {
        if (info.name().matches(".*self_attn\\.[kv]_proj.*")) {
          continue;
        }
        List<String> parts = parts(info.name());
        float[] joined = new float[0];
        for (String part : parts) {
          float[] more = weights.floats(part);
          int from = joined.length;
          joined = Arrays.copyOf(joined, from + more.length);
          System.arraycopy(more, 0, joined, from, more.length);
        }
        long[] shape = info.dimensions();
        shape[0] = joined.length / (shape.length == 1 ? 1 : shape[1]);
        values.put(renamed(info.name()), joined);
        shapes.put(renamed(info.name()), shape);
      }
    }
    List<TensorInfo> manifest = new ArrayList<>();
    shapes.forEach((name, shape) -> manifest.add(TensorInfo.of(name, DType.F32, shape)));
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(scratch.resolve(Weights.FILE), manifest, Map.of())) {
      values.forEach(writer::write);
      writer.commit();
    }
    Files.writeString(scratch.resolve("config.json"), config().toString());
    return scratch;
  }

  /** The tensors that make up the one of this name: queries, keys and values are joined. */
  private static List<String> parts(String name) {
    return name.contains("q_proj")
        ? List.of(name, name.replace("q_proj", "k_proj"), name.replace("q_proj", "v_proj"))
        : List.of(name);
  }

  private static String renamed(String name) {
    return name.replace("model.embed_tokens", "transformer.embedding.word_embeddings")
        .replace("model.layers", "transformer.encoder.layers")
        .replace("model.norm", "transformer.encoder.final_layernorm")
        .replace("lm_head", "transformer.output_layer")
        .replace("self_attn.q_proj", "self_attention.query_key_value")
        .replace("self_attn.o_proj", "self_attention.dense")
        .replace("mlp.gate_up_proj", "mlp.dense_h_to_4h")
        .replace("mlp.down_proj", "mlp.dense_4h_to_h");
  }
}

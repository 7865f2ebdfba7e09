package org.plumbline.lm.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/** A tiny BERT with segment types against the transformers library. */
final class GoldenBertTest {

  @Test
  void hiddenStatesAreThoseOfTransformers() throws Exception {
    Path folder =
        Path.of(Objects.requireNonNull(ModelFolder.class.getResource("bert/config.json")).toURI())
            .resolveSibling(".");
    JsonNode expected = new JsonMapper().readTree(folder.resolve("expected.json").toFile());
    JsonNode given = expected.path("batch");
    List<int[]> rows = new ArrayList<>();
    for (int r = 0; r < 3; r++) {
      rows.add(
          Arrays.copyOf(
              ints(given.path("input_ids").get(r)), given.path("lengths").get(r).asInt()));
    }
    TokenBatch batch = new TokenBatch(rows);
    long[] types =
        StreamSupport.stream(given.path("token_type_ids").spliterator(), false)
            .flatMapToInt(row -> Arrays.stream(ints(row)))
            .asLongStream()
            .toArray();
    try (Bert bert = (Bert) ModelFolder.open(folder).trunk()) {
      float[] hidden =
          Scope.inference(
              () -> {
                Tensor embedded = bert.embedded(batch, Tensor.ofLongs(types, 3, batch.width()));
                return bert.upper(embedded, batch.lengths(), 0, 0).toFloats();
              });
      for (int r = 0; r < 3; r++) {
        for (int t = 0; t < rows.get(r).length; t++) {
          for (int i = 0; i < bert.width(); i++) {
            double wanted = expected.path("last_hidden_state").get(r).get(t).get(i).asDouble();
            assertEquals(wanted, hidden[(r * batch.width() + t) * bert.width() + i], 1e-4);
          }
        }
      }
    }
  }

  private static int[] ints(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }
}

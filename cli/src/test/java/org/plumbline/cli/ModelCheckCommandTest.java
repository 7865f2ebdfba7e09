package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.family.Llama;
import org.plumbline.lm.family.LlamaConfig;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.TensorFile;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Scope;

class ModelCheckCommandTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int[] IDS = {3, 1, 4, 1, 5};

  @TempDir Path folder;

  @Test
  void whatAgreesEndsWithZeroAndALineForEachRespect() throws Exception {
    write(0);
    Ended ended = new Shell().run("model check %s %s/expected.json", folder, folder);
    assertEquals(ExitCode.DONE, ended.code(), ended.err());
    assertEquals(3, ended.out().lines().count(), ended.out());
    assertTrue(ended.out().lines().allMatch(line -> line.startsWith("ok ")), ended.out());
  }

  @Test
  void whatDiffersEndsWithOneAndNamesTheRespects() throws Exception {
    write(0.01);
    Ended ended = new Shell().run("model check %s %s/expected.json --json", folder, folder);
    assertEquals(ExitCode.FAILED, ended.code(), ended.err());
    assertTrue(ended.err().contains("3 of 3 respects: logits, in one batch;"), ended.err());
    assertEquals(false, JSON.readTree(ended.out()).path("passed").asBoolean(true), ended.out());
    Ended wider =
        new Shell().run("model check %s %s/expected.json --tolerance 0.02", folder, folder);
    assertEquals(ExitCode.DONE, wider.code(), wider.err());
  }

  @Test
  void aFileThatIsNotThereEndsWithTwo() throws Exception {
    write(0);
    Ended ended = new Shell().run("model check %s %s/nothing.json", folder, folder);
    assertEquals(ExitCode.INVALID, ended.code());
    assertTrue(ended.err().contains("nothing.json"), ended.err());
  }

  /** A random model, and its own logits, all shifted. */
  private void write(double shift) throws Exception {
    LlamaConfig shape = new LlamaConfig(23, 12, 20, 1, 2, 1, 6, 16, 10_000, 1e-5, true, 0, 1);
    try (CausalLm lm = Llama.random(shape, new Seeds(5))) {
      TensorFile.save(folder.resolve("model.safetensors"), lm.parameters().asMap(), Map.of());
      Files.writeString(folder.resolve("config.json"), lm.configuration().toString());
      TokenBatch batch = new TokenBatch(List.of(IDS));
      float[] logits = Scope.inference(() -> lm.logits(lm.hidden(batch)).toFloats());
      ObjectNode expected = JSON.createObjectNode();
      ObjectNode given = expected.putObject("batch");
      given.putPOJO("input_ids", List.of(IDS)).putPOJO("lengths", new int[] {IDS.length});
      ArrayNode values = expected.putArray("logits").addArray();
      for (int t = 0; t < IDS.length; t++) {
        ArrayNode row = values.addArray();
        for (int v = 0; v < 23; v++) {
          row.add(logits[t * 23 + v] + shift);
        }
      }
      Files.writeString(folder.resolve("expected.json"), JSON.writeValueAsString(expected));
    }
  }
}

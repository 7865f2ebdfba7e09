package org.plumbline.lm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.GoldenModels;

/** Tiny models of every family against what the transformers library computes from them. */
final class ModelCheckTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path scratch;

  @ParameterizedTest
  @MethodSource("folders")
  void aModelComputesWhatIsExpectedOfIt(String name) {
    requirePassed(GoldenModels.folder(name), GoldenModels.folder(name));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void settingsThatAreSeldomUsedAreComputedToo(String name) {
    requirePassed(GoldenModels.variant(name), GoldenModels.variant(name));
  }

  @ParameterizedTest
  @MethodSource("adapters")
  void anAdapterComputesWhatIsExpectedOfIt(String name) {
    requirePassed(GoldenModels.folder(name), GoldenModels.folder(name));
  }

  @ParameterizedTest
  @MethodSource("foldersWithTwoConfigurations")
  void theNamesOfOlderConfigurationsGiveTheSameModel(String name) throws Exception {
    Path folder = GoldenModels.folder(name);
    Path older = scratch.resolve(name);
    Files.createDirectories(older);
    Files.copy(folder.resolve("model.safetensors"), older.resolve("model.safetensors"));
    Files.copy(folder.resolve("config-v4.json"), older.resolve("config.json"));
    requirePassed(older, folder);
  }

  @Test
  void anErrorInEachRespectIsFound() {
    Path folder = GoldenModels.folder("llama");
    ObjectNode json = (ObjectNode) expected(folder).json();
    assertFails(json.deepCopy(), "logits", "/logits/1/3");
    assertFails(json.deepCopy(), "loss", "");
    assertFails(json.deepCopy(), "global gradient norm", "/gradients");
    String parameter = "/gradients/parameters/model.layers.2.mlp.up_proj.weight";
    assertFails(json.deepCopy(), "gradient norms", parameter);
    assertFails(json.deepCopy(), "gradient values", parameter + "/head");
    assertFails(json.deepCopy(), "greedy", "/greedy/generated/0");
    assertFails(json.deepCopy(), "greedy to the end token", "/greedy_eos/generated/0");
  }

  @Test
  void anErrorInEachRespectOfAnAdapterIsFound() {
    Path folder = GoldenModels.folder("lora/llama");
    ObjectNode json = (ObjectNode) expected(folder).json();
    String parameter =
        "/gradients/parameters/base_model.model.model.layers.2.mlp.down_proj.lora_A.weight";
    for (Map.Entry<String, String> fault :
        Map.of(
                "/logits/1/3",
                "logits",
                "/logits_merged/1/3",
                "logits, merged",
                "/logits_base_last/1",
                "logits of the base, last token",
                parameter + "/head",
                "gradient values")
            .entrySet()) {
      ObjectNode changed = json.deepCopy();
      ((ArrayNode) changed.at(fault.getKey())).set(0, 99);
      List<String> failed =
          ModelCheck.run(folder, new ExpectedFile("changed", changed), Tolerances.SINGLE_PRECISION)
              .stream()
              .filter(result -> !result.passed())
              .map(CheckResult::what)
              .toList();
      assertEquals(List.of(fault.getValue()), failed);
    }
  }

  @Test
  void aParameterThatTheModelLacksFails() {
    Path folder = GoldenModels.folder("llama");
    ObjectNode json = (ObjectNode) expected(folder).json();
    ObjectNode parameters = (ObjectNode) json.at("/gradients/parameters");
    parameters.set("no.such.weight", parameters.get("model.norm.weight"));
    CheckResult result = result(folder, json, "gradient norms");
    assertFalse(result.passed());
    assertTrue(result.where().contains("no.such.weight"), result.where());
  }

  @Test
  void aFileOfNoKnownFormIsRefused() {
    InvalidInputException e =
        assertThrows(
            InvalidInputException.class,
            () ->
                ModelCheck.run(
                    GoldenModels.folder("llama"),
                    new ExpectedFile("empty.json", JSON.createObjectNode()),
                    Tolerances.SINGLE_PRECISION));
    assertTrue(e.getMessage().contains("causal language models (logits)"), e.getMessage());
  }

  /** Changes the first number at a place, and requires that only such a respect fails. */
  private void assertFails(ObjectNode json, String what, String place) {
    JsonNode node = place.isEmpty() ? json : json.at(place);
    switch (node) {
      case ArrayNode list -> list.set(0, list.get(0).isInt() ? list.get(0).asInt() + 1 : 99);
      case ObjectNode object ->
          object.put(place.isEmpty() ? "loss" : object.has("norm") ? "norm" : "global_norm", 99.0);
      default -> throw new AssertionError("nothing to change at " + place);
    }
    List<CheckResult> results =
        ModelCheck.run(
            GoldenModels.folder("llama"),
            new ExpectedFile("changed", json),
            Tolerances.SINGLE_PRECISION);
    List<CheckResult> failed = results.stream().filter(result -> !result.passed()).toList();
    assertFalse(failed.isEmpty(), what + " should fail");
    assertTrue(
        failed.stream().allMatch(result -> result.what().startsWith(what)), failed::toString);
  }

  private static CheckResult result(Path folder, ObjectNode json, String what) {
    return ModelCheck.run(folder, new ExpectedFile("changed", json), Tolerances.SINGLE_PRECISION)
        .stream()
        .filter(result -> result.what().equals(what))
        .findFirst()
        .orElseThrow();
  }

  private static void requirePassed(Path model, Path folder) {
    List<CheckResult> results =
        ModelCheck.run(model, expected(folder), Tolerances.SINGLE_PRECISION);
    assertFalse(results.isEmpty());
    assertEquals(List.of(), results.stream().filter(result -> !result.passed()).toList());
  }

  private static ExpectedFile expected(Path folder) {
    return ExpectedFile.read(folder.resolve("expected.json"));
  }

  static List<String> folders() {
    return GoldenModels.with("config.json", "expected.json");
  }

  static List<String> variants() {
    return GoldenModels.variants();
  }

  static List<String> adapters() {
    return GoldenModels.within("lora", "adapter_config.json", "expected.json");
  }

  static List<String> foldersWithTwoConfigurations() {
    return GoldenModels.with("config-v4.json", "expected.json");
  }
}

package org.plumbline.core.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.core.error.InvalidInputException;

final class RecipeTest {
  private static final Set<String> COMMANDS = Set.of("reward train", "reward average", "rl");
  private static final String GOOD =
      """
      description: two arms
      seed: 7
      stages:
        - name: reward
          command: reward train
          options:
            data: pairs.jsonl
            members: 3
            optim: { learning-rate: 3e-5 }
        - name: policy
          command: rl
          options:
            reward: ["${reward}/member-1", "${reward}/member-2"]
            start:
      """;

  @TempDir Path folder;

  private static InvalidInputException refusal(String yaml) {
    return assertThrows(
        InvalidInputException.class, () -> Recipe.parse("r.yaml", yaml, COMMANDS), yaml);
  }

  @Test
  void whatStagesShareStandsOnce() {
    String yaml =
        """
        defaults:
          rl: { steps: 60, reward: a }
        stages:
          - { name: one, command: rl }
          - { name: two, command: rl, options: { reward: b } }
          - { name: other, command: reward train, options: { data: x } }
        """;
    List<Stage> stages = Recipe.parse("r.yaml", yaml, COMMANDS).stages();
    assertEquals(Set.of("steps", "reward"), stages.get(0).options().keySet());
    assertEquals("b", String.valueOf(stages.get(1).options().get("reward")));
    assertEquals("60", String.valueOf(stages.get(1).options().get("steps")));
    assertEquals(Set.of("data"), stages.get(2).options().keySet());
    assertTrue(
        refusal(yaml.replace("  rl: {", "  rll: {")).getMessage().contains("did you mean 'rl'"));
    assertTrue(
        refusal(yaml.replace("  rl: {", "  reward average: {")).getMessage().contains("no stage"));
  }

  @Test
  void aRecipeIsReadWithItsLines() throws IOException {
    Path file = folder.resolve("two-arms.yaml");
    Files.writeString(file, GOOD);
    Recipe recipe = Recipe.read(file, COMMANDS);
    assertEquals("two-arms", recipe.name());
    assertEquals("two arms", recipe.description());
    assertEquals(7, recipe.seed());
    Stage reward = recipe.stages().get(0);
    assertEquals("reward train", reward.command());
    assertEquals(
        List.of("data", "members", "optim-learning-rate"), List.copyOf(reward.options().keySet()));
    assertEquals(
        new GivenValue.Text("3e-5", file + ":9"), reward.options().get("optim-learning-rate"));
    assertEquals(new GivenValue.Text("3", file + ":8"), reward.options().get("members"));
  }

  @Test
  void referencesBecomeFolders() {
    Stage policy = Recipe.parse("r.yaml", GOOD, COMMANDS).stages().get(1);
    assertEquals(Set.of("reward"), policy.references());
    Map<String, GivenValue> options = policy.resolve(name -> Path.of("out$1", name));
    assertEquals(
        new GivenValue.Items(
            List.of(
                Path.of("out$1", "reward") + "/member-1", Path.of("out$1", "reward") + "/member-2"),
            "r.yaml:13"),
        options.get("reward"));
    assertEquals(new GivenValue.Nothing("r.yaml:14"), options.get("start"));
  }

  static Stream<Arguments> brokenRecipes() {
    return Stream.of(
        Arguments.of(
            GOOD.replace("seed: 7", "sead: 7"),
            "r.yaml:2: unknown key 'sead'; did you mean 'seed'?"),
        Arguments.of(
            GOOD.replace("seed: 7", "seed: often"),
            "'seed' must be a whole number such as 7 (got 'often')"),
        Arguments.of(
            GOOD.replace("command: rl", "command: lr"), "unknown command 'lr'; did you mean 'rl'?"),
        Arguments.of(
            GOOD.replace("command: rl", "comand: rl"),
            "r.yaml:11: unknown key 'comand'; did you mean 'command'?"),
        Arguments.of(GOOD.replace("name: policy", "name: reward"), "'reward' is there twice"),
        Arguments.of(GOOD.replace("name: policy", "name: ../x"), "lower-case letters"),
        Arguments.of(
            GOOD.replace("${reward}/member-2", "${rewrd}"),
            "r.yaml:13: option 'reward' refers to a stage 'rewrd' that does not exist; did you mean 'reward'?"),
        Arguments.of(
            GOOD.replace("pairs.jsonl", "\"${policy}\""),
            "r.yaml:7: option 'data' of stage 'reward' may refer to earlier stages only; 'policy' comes later"),
        Arguments.of(GOOD.replace("pairs.jsonl", "\"${reward}\""), "'reward' is itself"),
        Arguments.of(
            GOOD.replace("members: 3", "optim-learning-rate: 3"), "given twice, once nested"),
        Arguments.of(GOOD.replace("members: 3", "data: x"), "r.yaml:8: 'data' is given twice"),
        Arguments.of(
            GOOD.replace("members: 3", "members: [[1]]"), "must be plain values (got a list)"),
        Arguments.of(GOOD.replace("members: 3", "members: *x"), "aliases"),
        Arguments.of(GOOD.replace("    members: 3", "  members: [3"), "that is no YAML"),
        Arguments.of(GOOD + "---\nx: 1\n", "second"),
        Arguments.of("stages: []", "at least one stage"),
        Arguments.of("name: x", "at least one stage"),
        Arguments.of(
            "stages:\n  - rl",
            "r.yaml:2: a stage must be a mapping with 'name' and 'command' (got 'rl')"),
        Arguments.of("stages:\n  - name: x", "'command' must be a text"),
        Arguments.of("- a", "a recipe must be a mapping"),
        Arguments.of("", "is empty"));
  }

  @ParameterizedTest
  @MethodSource("brokenRecipes")
  void aBrokenRecipeIsRefusedWithItsLine(String yaml, String part) {
    String message = refusal(yaml).getMessage();
    assertTrue(message.contains(part), message);
    assertTrue(message.contains("r.yaml"), message);
  }

  @Test
  void aMissingFileIsRefused() {
    var error =
        assertThrows(
            InvalidInputException.class, () -> Recipe.read(folder.resolve("no.yaml"), COMMANDS));
    assertTrue(error.getMessage().contains("does not exist"), error.getMessage());
  }
}

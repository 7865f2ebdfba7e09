package org.plumbline.core.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.Nearest;
import org.plumbline.core.score.Aggregator;

final class OptionSchemaTest {

  enum Shuffle {
    NONE,
    BY_LENGTH
  }

  record Optim(@Option("size of a step") double learningRate, OptionalDouble clip) {
    Optim {
      require(learningRate > 0, "learning-rate must be positive (got %s)", learningRate);
    }
  }

  record Batch(@Option("rows a step") int rows, long tokens) {}

  record Train(
      @Option(value = "preferences to learn from", required = true) Path data,
      @Option("how many members") int members,
      boolean quiet,
      Shuffle shuffle,
      Aggregator aggregate,
      List<Double> rates,
      List<String> names,
      Optional<Path> start,
      OptionalInt limit,
      Optim optim,
      @Option(inline = true) Batch batch) {
    static final Train DEFAULT =
        new Train(
            Path.of("unset"),
            4,
            false,
            Shuffle.BY_LENGTH,
            new Aggregator.Mean(),
            List.of(1e-4, 4e-5),
            List.of(),
            Optional.empty(),
            OptionalInt.empty(),
            new Optim(3e-5, OptionalDouble.of(1)),
            new Batch(32, 4096));
  }

  private static final OptionSchema<Train> SCHEMA = OptionSchema.of(Train.DEFAULT);

  private static Train bind(String name, String value) {
    Map<String, String> given = new HashMap<>(Map.of("data", "d"));
    given.put(name, value);
    return SCHEMA.bind(Map.of(), given).value();
  }

  private static String refusal(String name, String value) {
    return assertThrows(InvalidInputException.class, () -> bind(name, value)).getMessage();
  }

  @Test
  void everyComponentHasAName() {
    assertEquals(
        List.of(
            "data",
            "members",
            "quiet",
            "shuffle",
            "aggregate",
            "rates",
            "names",
            "start",
            "limit",
            "optim-learning-rate",
            "optim-clip",
            "rows",
            "tokens"),
        SCHEMA.fields().stream().map(OptionField::name).toList());
  }

  @Test
  void aFieldTellsWhatHelpNeeds() {
    assertEquals(
        new OptionField(
            "members",
            "how many members",
            "a whole number such as 100",
            "4",
            false,
            List.of(),
            false),
        SCHEMA.fields().get(1));
    assertTrue(SCHEMA.fields().get(0).required());
    assertTrue(SCHEMA.fields().get(2).flag());
    assertEquals(List.of("none", "by-length"), SCHEMA.fields().get(3).choices());
    assertEquals("0.00003", SCHEMA.fields().get(9).defaultValue());
  }

  @Test
  void everyTypeIsRead() {
    Map<String, String> given =
        Map.ofEntries(
            Map.entry("data", "a/b.jsonl"),
            Map.entry("members", "1_000"),
            Map.entry("quiet", "true"),
            Map.entry("shuffle", "none"),
            Map.entry("aggregate", "quantile:0.25"),
            Map.entry("rates", "1, 2.5"),
            Map.entry("names", "x,y"),
            Map.entry("start", "models/s"),
            Map.entry("limit", "3"),
            Map.entry("optim-learning-rate", "2e-5"),
            Map.entry("optim-clip", "none"),
            Map.entry("rows", "8"),
            Map.entry("tokens", "-1"));
    assertEquals(
        new Train(
            Path.of("a/b.jsonl"),
            1000,
            true,
            Shuffle.NONE,
            new Aggregator.Quantile(0.25),
            List.of(1.0, 2.5),
            List.of("x", "y"),
            Optional.of(Path.of("models/s")),
            OptionalInt.of(3),
            new Optim(2e-5, OptionalDouble.empty()),
            new Batch(8, -1)),
        SCHEMA.bind(Map.of(), given).value());
  }

  @Test
  void theCommandLineOverridesTheRecipeWhichOverridesTheDefaults() {
    Map<String, GivenValue> recipe =
        Map.of(
            "members", new GivenValue.Text("5", "r.yaml:3"),
            "rows", new GivenValue.Text("6", "r.yaml:4"),
            "rates", new GivenValue.Items(List.of("1", "2"), "r.yaml:5"),
            "limit", new GivenValue.Nothing("r.yaml:6"));
    Bound<Train> bound = SCHEMA.bind(recipe, Map.of("data", "d", "rows", "7"));
    assertEquals(5, bound.value().members());
    assertEquals(7, bound.value().batch().rows());
    assertEquals(4096, bound.value().batch().tokens());
    assertEquals(List.of(1.0, 2.0), bound.value().rates());
    assertTrue(bound.origins().contains(new Resolved("members", "5", Origin.RECIPE)));
    assertTrue(bound.origins().contains(new Resolved("rows", "7", Origin.COMMAND_LINE)));
    assertTrue(bound.origins().contains(new Resolved("tokens", "4096", Origin.DEFAULT)));
    assertTrue(bound.describe().matches("(?s).*\nrows +7 +command line\n.*"), bound.describe());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "members | 2.5 | must be a whole number such as 100 (got '2.5', command line)",
        "members | 99999999999 | must be a whole number",
        "quiet | yes | must be true or false (got 'yes'",
        "shuffle | by-lenght | did you mean 'by-length'?",
        "aggregate | meen | 'aggregate' must be a valid aggregator (got 'meen', command line); ",
        "rates | 1,x | a list of values separated by commas, each a number such as 0.001 (got 'x'",
        "limit | x | must be a whole number such as 100, or none (got 'x'",
        "optim-learning-rate | NaN | must be a number such as 0.001 (got 'NaN'",
        "optim-learning-rate | 1d | must be a number",
        "optim-learning-rate | 1e999 | too large",
        "optim-learnin-rate | 1 | unknown option 'optim-learnin-rate' (command line); did you mean 'optim-learning-rate'?",
        "learning-rate | 1 | did you mean 'optim-learning-rate'?",
        "zzz | 1 | known are aggregate, data, limit",
      })
  void aWrongOptionIsRefusedHelpfully(String name, String value, String part) {
    assertTrue(refusal(name, value).contains(part), refusal(name, value));
  }

  @Test
  void theRecordsOwnChecksSpeakForThemselves() {
    assertEquals("learning-rate must be positive (got -1.0)", refusal("optim-learning-rate", "-1"));
  }

  @Test
  void whatIsRequiredMustBeGiven() {
    var error = assertThrows(InvalidInputException.class, () -> SCHEMA.bind(Map.of(), Map.of()));
    assertTrue(
        error.getMessage().contains("option 'data' is needed: preferences to learn from"),
        error.getMessage());
  }

  @Test
  void aListWhereOneValueIsWantedIsRefusedWithItsLine() {
    Map<String, GivenValue> recipe =
        Map.of("members", new GivenValue.Items(List.of("1"), "r.yaml:3"));
    var error =
        assertThrows(InvalidInputException.class, () -> SCHEMA.bind(recipe, Map.of("data", "d")));
    assertTrue(error.getMessage().contains("not a list (got [1], r.yaml:3)"), error.getMessage());
  }

  @Test
  void printedOptionsAreReadBackTheSame() {
    Train odd =
        new Train(
            Path.of("a b/ü.jsonl"),
            Integer.MIN_VALUE,
            true,
            Shuffle.NONE,
            Aggregator.parse("mean-minus-std:0.1"),
            List.of(1e-300, 1.0 / 3, -0.0),
            List.of("007", "true", "a: b", "#x"),
            Optional.of(Path.of("s")),
            OptionalInt.of(0),
            new Optim(Double.MIN_VALUE, OptionalDouble.empty()),
            new Batch(1, Long.MAX_VALUE));
    String yaml = SCHEMA.toYaml(odd);
    String recipe = "stages:\n - name: a\n   command: train\n   options:\n" + yaml.indent(6);
    Stage stage = Recipe.parse("r.yaml", recipe, Set.of("train")).stages().getFirst();
    assertEquals(odd, SCHEMA.bind(stage.options(), Map.of()).value(), yaml);
    Map<String, String> line = new HashMap<>();
    SCHEMA
        .bind(stage.options(), Map.of())
        .origins()
        .forEach(one -> line.put(one.name(), one.value()));
    assertEquals(odd, SCHEMA.bind(Map.of(), line).value(), line.toString());
  }

  @Test
  void jsonKeepsTheOrderAndTheTypes() {
    String json = SCHEMA.toJson(Train.DEFAULT).toString();
    assertEquals(
        "{\"data\":\"unset\",\"members\":4,\"quiet\":false,\"shuffle\":\"by-length\","
            + "\"aggregate\":\"mean\",\"rates\":[1.0E-4,4.0E-5],\"names\":[],\"start\":null,"
            + "\"limit\":null,\"optim-learning-rate\":3.0E-5,\"optim-clip\":1.0,\"rows\":32,"
            + "\"tokens\":4096}",
        json);
  }

  record Twice(@Option(inline = true) Batch a, int rows) {}

  record Untyped(Object anything) {}

  @Test
  void mistakesOfTheProgramAreFoundWhenTheSchemaIsMade() {
    assertThrows(
        IllegalArgumentException.class, () -> OptionSchema.of(new Twice(new Batch(1, 1), 1)));
    assertThrows(IllegalArgumentException.class, () -> OptionSchema.of(new Untyped("")));
  }

  @Test
  void namesFarFromAllAreNotGuessed() {
    assertEquals(Optional.of("seed"), Nearest.to("sead", List.of("seed", "out")));
    assertEquals(Optional.empty(), Nearest.to("temperature", List.of("seed", "out")));
    assertEquals("there are none", Nearest.hint("x", List.of()));
  }
}

package org.plumbline.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.plumbline.core.math.Mask;

/**
 * One input and what must come out of it.
 *
 * @param group of the file
 * @param id of the case
 * @param op the operation
 * @param variant its named form; empty if there is one form only
 * @param in the inputs by name
 * @param out the expected value, or the text {@code error}
 * @param relative tolerance, as a share of the expected number
 * @param absolute tolerance; both 0 for exact
 * @param note convention, trap, or why it must be refused
 */
public record GoldenCase(
    String group,
    String id,
    String op,
    String variant,
    JsonNode in,
    JsonNode out,
    double relative,
    double absolute,
    String note) {

  static GoldenCase of(String group, JsonNode node) {
    return new GoldenCase(
        group,
        node.path("id").asText(),
        node.path("op").asText(),
        node.path("variant").asText(""),
        node.path("in"),
        node.path("out"),
        node.path("tol").path(0).asDouble(0),
        node.path("tol").path(1).asDouble(0),
        node.path("error").asText(node.path("note").asText("")));
  }

  /** Whether the operation must refuse the input. */
  public boolean mustFail() {
    return out.isTextual() && out.asText().equals("error");
  }

  /** Whether the expected value is a known fault that nobody must reproduce. */
  public boolean mustDiffer() {
    return variant.startsWith("WRONG_") || variant.startsWith("LEGACY_");
  }

  /** Whether the input is there and not null. */
  public boolean has(String key) {
    return in.hasNonNull(key);
  }

  /** A number, {@code "NaN"} and the infinities among them. */
  public double number(String key) {
    return number(input(key));
  }

  /** A number, or the given one if it is not there. */
  public double number(String key, double otherwise) {
    return has(key) ? number(key) : otherwise;
  }

  /** A whole number. */
  public int integer(String key) {
    return input(key).intValue();
  }

  /** A text. */
  public String text(String key) {
    return input(key).asText();
  }

  /** True or false, also written 1 or 0. */
  public boolean flag(String key) {
    return flag(input(key));
  }

  /** A list of numbers. */
  public double[] vector(String key) {
    return vector(input(key));
  }

  /** A list of lists of numbers; they may differ in length. */
  public double[][] matrix(String key) {
    return matrix(input(key));
  }

  /** Three levels of lists of numbers. */
  public double[][][] cube(String key) {
    return items(input(key)).stream().map(GoldenCase::matrix).toArray(double[][][]::new);
  }

  /** A list of whole numbers. */
  public int[] integers(String key) {
    return items(input(key)).stream().mapToInt(JsonNode::intValue).toArray();
  }

  /** A list of texts. */
  public List<String> texts(String key) {
    return items(input(key)).stream().map(JsonNode::asText).toList();
  }

  /** A list of truths. */
  public boolean[] flags(String key) {
    return flags(input(key));
  }

  /** A mask that is written as ones and zeros. */
  public Mask mask(String key) {
    return Mask.of(items(input(key)).stream().map(GoldenCase::flags).toArray(boolean[][]::new));
  }

  /**
   * Fails unless the value agrees: numbers, arrays, lists, maps by key; further keys of a map are
   * ignored.
   */
  public void check(Object got) {
    List<String> differences = differences(got);
    if (!differences.isEmpty()) {
      fail(
          "%s %s %s: %s%s"
              .formatted(
                  id,
                  op,
                  variant,
                  String.join("; ", differences.subList(0, Math.min(4, differences.size()))),
                  note.isEmpty() ? "" : " (note: " + note + ")"));
    }
  }

  /** Where the value is not the expected one; empty if it agrees. */
  List<String> differences(Object got) {
    List<String> differences = new ArrayList<>();
    if (got instanceof GoldenSuite.SinglePrecision single) {
      new GoldenComparison(Math.max(relative, 2e-6), Math.max(absolute, 2e-7), differences)
          .compare("out", out, single.value());
    } else {
      new GoldenComparison(relative, absolute, differences).compare("out", out, got);
    }
    return differences;
  }

  static double number(JsonNode node) {
    // Double.valueOf reads NaN, Infinity and -Infinity as they are written.
    return node.isTextual() ? Double.parseDouble(node.asText()) : node.doubleValue();
  }

  /** The numbers of a list. */
  public static double[] vector(JsonNode node) {
    return items(node).stream().mapToDouble(GoldenCase::number).toArray();
  }

  /** The numbers of a list of lists. */
  public static double[][] matrix(JsonNode node) {
    return items(node).stream().map(GoldenCase::vector).toArray(double[][]::new);
  }

  private static boolean[] flags(JsonNode node) {
    List<JsonNode> items = items(node);
    boolean[] flags = new boolean[items.size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = flag(items.get(i));
    }
    return flags;
  }

  private static boolean flag(JsonNode node) {
    return node.isBoolean() ? node.booleanValue() : node.doubleValue() != 0;
  }

  private static List<JsonNode> items(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).toList();
  }

  private JsonNode input(String key) {
    JsonNode node = in.get(key);
    return node == null ? fail(id + " has no input '" + key + "'") : node;
  }
}

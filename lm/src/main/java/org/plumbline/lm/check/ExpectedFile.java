package org.plumbline.lm.check;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/**
 * A file {@code expected.json}: inputs of a model, and what comes out of it by another's
 * computation.
 *
 * @param name what messages call it
 * @param json its content
 */
public record ExpectedFile(String name, JsonNode json) {

  /** Reads the file. */
  public static ExpectedFile read(Path file) {
    require(Files.isRegularFile(file), "there is no file '%s' of expected values", file);
    try {
      return new ExpectedFile(file.toString(), new JsonMapper().readTree(file.toFile()));
    } catch (IOException e) {
      throw new InvalidInputException(
          "'%s' is not JSON: %s".formatted(file, DurableFiles.reason(e)), e);
    }
  }

  /** Whether there is such a value, and it is not null. */
  boolean has(String key) {
    return json.hasNonNull(key);
  }

  /** A value that must be there. */
  JsonNode required(String key) {
    return required(json, key);
  }

  /** A value of a part that must be there. */
  JsonNode required(JsonNode part, String key) {
    require(part.hasNonNull(key), "'%s' must hold '%s'; it does not", name, key);
    return part.get(key);
  }

  /** The sequences of {@code input_ids} without what fills them, by {@code attention_mask}. */
  List<int[]> rows(JsonNode batch) {
    return rows(batch, "input_ids", "attention_mask", "lengths");
  }

  /**
   * Sequences without what fills them.
   *
   * @param mask key of a mask of ones and zeros; where it is absent, lengths count from the left
   */
  List<int[]> rows(JsonNode batch, String ids, String mask, String lengths) {
    JsonNode given = required(batch, ids);
    List<int[]> rows = new ArrayList<>();
    for (int r = 0; r < given.size(); r++) {
      int[] all = integers(given.get(r));
      if (batch.has(mask)) {
        int[] real = integers(batch.get(mask).get(r));
        rows.add(
            java.util.stream.IntStream.range(0, all.length)
                .filter(t -> real[t] == 1)
                .map(t -> all[t])
                .toArray());
      } else {
        rows.add(java.util.Arrays.copyOf(all, required(batch, lengths).get(r).asInt()));
      }
    }
    return rows;
  }

  /** Lists of ids. */
  static List<int[]> lists(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).map(ExpectedFile::integers).toList();
  }

  static int[] integers(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }

  /** All numbers of a list of lists of any depth, in their order; null becomes infinity. */
  static double[] numbers(JsonNode node) {
    List<Double> numbers = new ArrayList<>();
    collect(node, numbers);
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void collect(JsonNode node, List<Double> numbers) {
    if (node.isArray()) {
      node.forEach(inner -> collect(inner, numbers));
    } else {
      numbers.add(node.isNull() ? Double.NEGATIVE_INFINITY : node.asDouble());
    }
  }
}

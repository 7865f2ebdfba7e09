package org.plumbline.core.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/**
 * The JSON at the start of a safetensors file: a length of 8 bytes, the header, then the data.
 *
 * <p>Strict as the format's definition is: data is covered by tensors without holes or overlaps, so
 * that a file cut short, or made to lie, is refused before a number is read.
 *
 * @param tensors in the order of their data
 * @param offsets first byte of each tensor, counted from the start of the data
 */
record SafetensorsHeader(
    Map<String, TensorInfo> tensors, Map<String, Long> offsets, Map<String, String> metadata) {

  /** The format's own limit, in bytes. */
  static final long MAX_BYTES = 100_000_000;

  private static final String METADATA = "__metadata__";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private record Placed(TensorInfo info, long begin, long end) {}

  /** Lays tensors out one after another. */
  static SafetensorsHeader layOut(List<TensorInfo> manifest, Map<String, String> metadata) {
    Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    Map<String, Long> offsets = new LinkedHashMap<>();
    long next = 0;
    for (TensorInfo info : manifest) {
      if (info.name().equals(METADATA) || tensors.put(info.name(), info) != null) {
        throw new InvalidInputException(
            "tensor names must be unique and not %s (got '%s' again)"
                .formatted(METADATA, info.name()));
      }
      offsets.put(info.name(), next);
      next += info.bytes();
    }
    return new SafetensorsHeader(tensors, offsets, metadata);
  }

  /**
   * Reads and checks a header.
   *
   * @param source what messages call the file
   * @param dataBytes how many bytes follow the header
   */
  static SafetensorsHeader parse(String source, byte[] json, long dataBytes) {
    List<Placed> placed = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : readObject(source, json).properties()) {
      if (entry.getKey().equals(METADATA)) {
        metadata.putAll(metadata(source, entry.getValue()));
      } else {
        placed.add(tensor(source, entry.getKey(), entry.getValue(), dataBytes));
      }
    }
    // Empty tensors share their first byte with a neighbour, so the end decides between the two.
    placed.sort(Comparator.comparingLong(Placed::begin).thenComparingLong(Placed::end));
    requireCovered(source, placed, dataBytes);
    Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    Map<String, Long> offsets = new LinkedHashMap<>();
    for (Placed one : placed) {
      tensors.put(one.info.name(), one.info);
      offsets.put(one.info.name(), one.begin);
    }
    return new SafetensorsHeader(tensors, offsets, metadata);
  }

  /** The header as it stands in a file, padded with spaces so that the data starts at 8 bytes. */
  byte[] toBytes() {
    ObjectNode root = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = root.putObject(METADATA);
      metadata.forEach(texts::put);
    }
    tensors.forEach(
        (name, info) -> {
          ObjectNode tensor = root.putObject(name);
          tensor.put("dtype", info.dtype().name());
          ArrayNode shape = tensor.putArray("shape");
          info.shape().forEach(shape::add);
          long begin = offsets.getOrDefault(name, 0L);
          tensor.putArray("data_offsets").add(begin).add(begin + info.bytes());
        });
    byte[] json = root.toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  private static ObjectNode readObject(String source, byte[] json) {
    try {
      if (JSON.readTree(json) instanceof ObjectNode object) {
        return object;
      }
      throw broken(source, "the header must be a JSON object");
    } catch (JsonProcessingException e) {
      throw broken(
          source,
          "the header must be JSON without duplicate names (" + e.getOriginalMessage() + ")");
    } catch (IOException e) {
      throw broken(source, "the header must be JSON (" + DurableFiles.reason(e) + ")");
    }
  }

  private static Map<String, String> metadata(String source, JsonNode node) {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (!node.isObject()) {
      throw broken(source, METADATA + " must be an object of texts");
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isTextual()) {
        throw broken(source, "%s '%s' must be text".formatted(METADATA, entry.getKey()));
      }
      metadata.put(entry.getKey(), entry.getValue().textValue());
    }
    return metadata;
  }

  private static Placed tensor(String source, String name, JsonNode node, long dataBytes) {
    DType dtype = dtype(source, name, node.path("dtype").asText(""));
    List<Long> shape = longs(source, name, "shape", node.path("shape"));
    TensorInfo info;
    try {
      info = new TensorInfo(name, dtype, shape);
    } catch (InvalidInputException e) {
      throw broken(source, e.getMessage());
    }
    List<Long> offsets = longs(source, name, "data_offsets", node.path("data_offsets"));
    if (offsets.size() != 2) {
      throw broken(
          source,
          "tensor '%s': data_offsets must be two numbers (got %s)".formatted(name, offsets));
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    if (begin < 0 || begin > end || end > dataBytes) {
      throw broken(
          source,
          "tensor '%s': data_offsets %s must lie inside the file's %d bytes of data; the file may be cut short"
              .formatted(name, offsets, dataBytes));
    }
    if (end - begin != info.bytes()) {
      throw broken(
          source,
          "tensor '%s': %s %s takes %d bytes, but its data_offsets %s span %d"
              .formatted(name, dtype, info.shape(), info.bytes(), offsets, end - begin));
    }
    return new Placed(info, begin, end);
  }

  private static DType dtype(String source, String tensor, String given) {
    for (DType dtype : DType.values()) {
      if (dtype.name().equals(given)) {
        return dtype;
      }
    }
    String known = Arrays.stream(DType.values()).map(DType::name).collect(Collectors.joining(", "));
    throw broken(source, "tensor '%s': dtype '%s' is none of %s".formatted(tensor, given, known));
  }

  private static List<Long> longs(String source, String tensor, String field, JsonNode node) {
    List<Long> values = new ArrayList<>();
    for (JsonNode value : node) {
      if (!value.isIntegralNumber() || !value.canConvertToLong()) {
        throw broken(
            source,
            "tensor '%s': %s must hold whole numbers (got %s)".formatted(tensor, field, value));
      }
      values.add(value.longValue());
    }
    if (!node.isArray()) {
      throw broken(source, "tensor '%s': %s must be a list".formatted(tensor, field));
    }
    return values;
  }

  private static void requireCovered(String source, List<Placed> placed, long dataBytes) {
    long covered = 0;
    String previous = "the header";
    for (Placed one : placed) {
      String name = "'" + one.info.name() + "'";
      if (one.begin < covered) {
        throw broken(source, "tensors %s and %s overlap".formatted(previous, name));
      }
      if (one.begin > covered) {
        throw broken(
            source,
            "%d bytes between %s and %s belong to no tensor"
                .formatted(one.begin - covered, previous, name));
      }
      covered = one.end;
      previous = name;
    }
    if (covered != dataBytes) {
      throw broken(
          source, "%d bytes after %s belong to no tensor".formatted(dataBytes - covered, previous));
    }
  }

  static InvalidInputException broken(String source, String rule) {
    return new InvalidInputException(
        "'%s' is no intact safetensors file: %s. Fetch or write it anew".formatted(source, rule));
  }
}

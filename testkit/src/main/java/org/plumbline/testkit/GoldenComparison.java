package org.plumbline.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;

/** Walks an expected JSON value and a Java value together and notes where they part. */
record GoldenComparison(double relative, double absolute, List<String> differences) {

  void compare(String path, JsonNode expected, Object got) {
    if (expected.isNull()) {
      return; // A position that the mask hides: no number belongs there.
    }
    if (expected.isObject()) {
      compareObject(path, expected, got);
    } else if (expected.isArray()) {
      compareArray(path, expected, got);
    } else if (got instanceof Number number && isNumber(expected)) {
      compareNumber(path, GoldenCase.number(expected), number.doubleValue());
    } else if (got instanceof Boolean flag) {
      note(expected.booleanValue() == flag, path, expected, got);
    } else {
      note(expected.asText().equals(String.valueOf(got)), path, expected, got);
    }
  }

  private void compareObject(String path, JsonNode expected, Object got) {
    if (got instanceof Map<?, ?> map) {
      expected
          .properties()
          .forEach(
              field -> {
                Object value = map.get(field.getKey());
                if (value == null) {
                  differences.add(path + "." + field.getKey() + " is missing");
                } else {
                  compare(path + "." + field.getKey(), field.getValue(), value);
                }
              });
    } else {
      note(false, path, expected, got);
    }
  }

  private void compareArray(String path, JsonNode expected, Object got) {
    Object array = got instanceof List<?> list ? list.toArray() : got;
    if (!array.getClass().isArray() || Array.getLength(array) != expected.size()) {
      note(false, path, expected, got);
      return;
    }
    for (int i = 0; i < expected.size(); i++) {
      compare(path + "[" + i + "]", expected.get(i), Array.get(array, i));
    }
  }

  private void compareNumber(String path, double expected, double got) {
    boolean same =
        Double.compare(expected, got) == 0
            || expected == got
            || Math.abs(expected - got) <= absolute + relative * Math.abs(expected)
                && Double.isFinite(expected);
    note(same, path, expected, got);
  }

  private void note(boolean same, String path, Object expected, Object got) {
    if (!same) {
      Object shown = got instanceof double[] array ? java.util.Arrays.toString(array) : got;
      differences.add("%s should be %s and is %s".formatted(path, expected, shown));
    }
  }

  private static boolean isNumber(JsonNode node) {
    return node.isNumber() || node.isTextual() && node.asText().matches("NaN|-?Infinity");
  }
}

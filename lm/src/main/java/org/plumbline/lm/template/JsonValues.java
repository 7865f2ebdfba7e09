package org.plumbline.lm.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** JSON as the engine's values: a copy, so that nothing outside can be reached. */
final class JsonValues {
  private JsonValues() {}

  static Object of(JsonNode node) {
    if (node.isObject()) {
      Dict dict = new Dict();
      node.properties().forEach(field -> dict.put(field.getKey(), of(field.getValue())));
      return dict;
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>(node.size());
      node.forEach(item -> list.add(of(item)));
      return list;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isIntegralNumber()) {
      return node.bigIntegerValue();
    }
    if (node.isNumber()) {
      return node.doubleValue();
    }
    return node.isTextual() ? node.textValue() : None.NONE;
  }
}

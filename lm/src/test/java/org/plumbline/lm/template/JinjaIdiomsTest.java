package org.plumbline.lm.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.plumbline.testkit.GoldenFile;

/** Idioms of Jinja, one each, against Python's own engine. */
final class JinjaIdiomsTest {
  private final JsonNode golden = GoldenFile.json(getClass(), "jinja-idioms.json");

  @TestFactory
  List<DynamicTest> everyIdiomDoesWhatPythonDoes() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode wanted : golden.path("cases")) {
      String template = wanted.path("template").asText();
      tests.add(DynamicTest.dynamicTest(template, () -> check(template, wanted)));
    }
    assertTrue(tests.size() > 100);
    return tests;
  }

  private void check(String template, JsonNode wanted) {
    if (wanted.has("out")) {
      assertEquals(wanted.path("out").asText(), Templates.render(template, variables()));
      return;
    }
    TemplateError error =
        assertThrows(TemplateError.class, () -> Templates.render(template, variables()));
    assertTrue(error.line() > 0, error.message());
    if (wanted.has("message")) {
      assertEquals(wanted.path("message").asText(), error.message());
      assertEquals(wanted.path("raises").asText(), error.kind().pythonName());
    }
  }

  private JsonNode variables() {
    return golden.path("variables");
  }
}

package org.plumbline.lm.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Renders a template outside of any chat. */
final class Templates {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2024-07-04T15:06:07Z"), ZoneOffset.UTC);

  private Templates() {}

  static String render(String template) {
    return render(template, JsonNodeFactory.instance.objectNode());
  }

  static String render(String template, JsonNode variables) {
    return render(template, variables, ChatTemplate.Limits.DEFAULT);
  }

  static String render(String template, JsonNode variables, ChatTemplate.Limits limits) {
    TemplateParser.Tree tree = TemplateParser.parse(template);
    Interpreter interpreter = new Interpreter(new Budget(limits));
    Scope scope = new Scope(Optional.empty());
    Globals.addTo(scope, CLOCK, interpreter);
    variables.properties().forEach(v -> scope.set(v.getKey(), JsonValues.of(v.getValue())));
    return interpreter.run(tree.statements(), scope.inner());
  }
}

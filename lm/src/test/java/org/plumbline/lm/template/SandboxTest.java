package org.plumbline.lm.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.lm.template.TemplateError.Kind;
import org.plumbline.testkit.SeededRandom;

final class SandboxTest {
  /** So little that every test of a limit is quick. */
  private static final ChatTemplate.Limits SMALL = new ChatTemplate.Limits(200_000, 100_000);

  private static final String[] PIECES = {
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "-",
    "+",
    "~",
    "|",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "'",
    "\"",
    ",",
    ".",
    ":",
    "=",
    "==",
    "<",
    "**",
    "*",
    "//",
    "%",
    " ",
    "\n",
    "x",
    "messages",
    "loop",
    "for",
    "in",
    "if",
    "else",
    "elif",
    "endif",
    "endfor",
    "set",
    "endset",
    "macro",
    "m",
    "endmacro",
    "call",
    "endcall",
    "filter",
    "endfilter",
    "with",
    "endwith",
    "raw",
    "endraw",
    "generation",
    "endgeneration",
    "break",
    "continue",
    "recursive",
    "is",
    "not",
    "and",
    "or",
    "none",
    "true",
    "0",
    "1",
    "99999999999",
    "1.5",
    "1e300",
    "'a'",
    "'%s'",
    "'{}'",
    "upper",
    "join",
    "tojson",
    "map",
    "select",
    "sort",
    "defined",
    "range",
    "namespace",
    "items",
    "split",
    "format",
    "replace",
    "indent",
    "batch",
    "slice",
    "center",
    "round",
    "int",
    "groupby",
    "role",
    "caller",
    "kwargs",
    "\\",
    "\u00e9",
    "\uD83D\uDE00",
    "\uD83D",
    "__class__",
    "cycle",
    "{{ x",
    "x }}",
    "{% if x %}",
    "{% endif %}",
    "{% for m in messages %}",
    "{% endfor %}",
    "{{ m.role }}",
    "{{ x|",
    "[::-1]"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m() %}{% for i in [1, 2] %}{{ m() }}{% endfor %}{% endmacro %}{{ m() }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 'x'|center(1000000000) }}",
        "{{ '%1000000000s' % 'x' }}",
        "{{ '%.1000000000f' % 0.1 ~ '%1000000000d' % 1 }}",
        "{{ '{:>1000000000}'.format('x') }}",
        "{{ '{:>{w}}'.format('x', w=1000000000) }}",
        "{{ '{:.2f}'.format(1e300) * 100000 }}",
        "{{ 'x'.ljust(1000000000) }}",
        "{{ [1]|tojson(indent=1000000000) }}",
        "{{ 'a\nb'|indent(1000000000) }}",
        "{{ ('x' * 1000).replace('x', 'x' * 1000) }}",
        "{{ ('x' * 1000).join('x' * 1000) }}",
        "{{ [1] * 1000000000 }}",
        "{{ [0]|batch(1000000000, 1)|list }}",
        "{{ 10 ** 10000000000 }}",
        "{{ 9 ** 99999 }}",
        "{% set n = namespace(x=2) %}{% for i in range(100) %}{% set n.x = n.x * n.x %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% set n = namespace(x='a') %}{% for i in range(9999) %}{% set n.x = n.x ~ 'abcdefghijklmnopqrstuvwxyz' %}{% endfor %}",
        "{% set n = namespace(x=[]) %}{% for i in range(90000) %}{% set n.x = [n.x] %}{% endfor %}{{ n.x }}",
        "{% set n = namespace(x=[]) %}{% for i in range(90000) %}{% set n.x = [n.x] %}{% endfor %}{{ n.x == [n.x] }}",
        "{% for i in range(90000) %}{{ 'xxxxxxxxxx' }}{% endfor %}"
      })
  void noTemplateRunsOrGrowsForEver(String template) {
    TemplateError error =
        assertThrows(
            TemplateError.class,
            () -> Templates.render(template, JsonNodeFactory.instance.objectNode(), SMALL));
    assertEquals(Kind.LIMIT, error.kind(), error.message());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ ''.__class__ }}{{ ''.__class__.__mro__ }}",
        "{{ x.getClass() }}",
        "{{ x.class.forName('java.lang.Runtime') }}",
        "{{ messages.append(1) }}",
        "{{ x['__init__']['__globals__'] }}",
        "{{ '{0.__class__.__mro__}'.format(1) }}",
        "{{ namespace.__init__.__globals__ }}",
        "{{ cycler.next.getClass().getName() }}",
        "{{ loop.hasNext() }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}"
      })
  void noTemplateReachesBeyondItsValues(String template) {
    ObjectNode variables = JsonNodeFactory.instance.objectNode().put("x", "text");
    variables.putArray("messages");
    TemplateError error =
        assertThrows(TemplateError.class, () -> Templates.render(template, variables));
    assertTrue(
        Set.of(Kind.SECURITY, Kind.UNDEFINED, Kind.UNSUPPORTED).contains(error.kind()),
        error.kind() + " " + error.message());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n{% block a %}{% endblock %}",
        "\n{% autoescape true %}{% endautoescape %}",
        "\n{{ 'a'|urlize }}",
        "\n{{ [1]|random }}",
        "\n{{ 'a'.encode() }}",
        "\n{{ lipsum() }}",
        "\n{{ strftime_now('%U') }}",
        "\n{{ 'a'.upper }}"
      })
  void whatTheEngineLacksIsNamedWithItsLine(String template) {
    TemplateError error = assertThrows(TemplateError.class, () -> Templates.render(template));
    assertEquals(Kind.UNSUPPORTED, error.kind(), error.message());
    assertEquals(2, error.line());
  }

  @Test
  void anyPiecesInAnyOrderGiveTextOrAnErrorWithALine() {
    ObjectNode variables = JsonNodeFactory.instance.objectNode().put("x", "a b");
    variables.putArray("messages").addObject().put("role", "user").put("content", "hi");
    SeededRandom.forAll(
        6000,
        random -> {
          StringBuilder template = new StringBuilder();
          for (int i = random.integer(1, 25); i > 0; i--) {
            template.append(PIECES[random.integer(0, PIECES.length - 1)]);
            template.append(random.integer(0, 2) == 0 ? " " : "");
          }
          try {
            Templates.render(template.toString(), variables, SMALL);
          } catch (TemplateError e) {
            assertTrue(e.line() > 0, e.message() + ": " + template);
          } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(template.toString(), e);
          }
        });
  }

  @Test
  void deepNestingIsRefusedBeforeTheStackEnds() {
    for (String[] parts :
        new String[][] {
          {"(", "1", ")"},
          {"[", "", "]"},
          {"-", "1", ""},
          {"not ", "x", ""},
          {"x[", "1", "]"},
          {"{1:", "1", "}"},
          {"x(", "", ")"},
          {"x|join(", "", ")"}
        }) {
      String template =
          "{{ " + parts[0].repeat(20_000) + parts[1] + parts[2].repeat(20_000) + " }}";
      assertThrows(TemplateError.class, () -> Templates.render(template), parts[0]);
    }
    String blocks = "{% if 1 %}".repeat(20_000) + "{% endif %}".repeat(20_000);
    assertThrows(TemplateError.class, () -> Templates.render(blocks));
    String sum = "{{ 1" + " + 1".repeat(20_000) + " }}";
    assertThrows(TemplateError.class, () -> Templates.render(sum));
  }
}

package org.plumbline.lm.grammar;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.plumbline.core.error.InvalidInputException;

/**
 * The JSON documents that keep a schema, as a rule over bytes.
 *
 * <p>They are written one way only: the properties of an object stand in the order in which the
 * schema names them, all of them (those beside {@code required} may be missing), and of blanks
 * there is at most one, after a colon or comma: a model that may write blanks for ever does so.
 */
final class JsonSchemaRule {
  /** Ranges of whole numbers up to this many are spelled out, so that they are kept exactly. */
  private static final long MOST_SPELLED = 10_000;

  /** Bounds on how many characters or items there are; above it a rule takes too much memory. */
  private static final int MOST_COUNTED = 2_000;

  private static final int MOST_DIGITS = 15;

  /** Words that say nothing about which documents are meant. */
  private static final Set<String> REMARKS =
      Set.of("title", "description", "default", "examples", "$schema", "$id", "strict", "name");

  private static final Map<String, Set<String>> KNOWN =
      Map.of(
          "object", Set.of("type", "properties", "required", "additionalProperties"),
          "array", Set.of("type", "items", "minItems", "maxItems"),
          "string", Set.of("type", "minLength", "maxLength"),
          "integer", Set.of("type", "minimum", "maximum"),
          "number", Set.of("type"),
          "boolean", Set.of("type"),
          "null", Set.of("type"));

  private static final ByteRule BLANK = ByteRule.perhaps(ByteRule.text(" "));
  private static final ByteRule DIGIT = new ByteRule.Span('0', '9');
  private static final ByteRule CHARACTER = character();

  private JsonSchemaRule() {}

  /**
   * The rule of a schema.
   *
   * @throws InvalidInputException if it uses a word that is not understood, which is named
   */
  static ByteRule of(JsonNode schema) {
    return value(schema, "the schema");
  }

  private static ByteRule value(JsonNode schema, String where) {
    if (schema.has("const")) {
      return ByteRule.text(schema.get("const").toString());
    }
    if (schema.has("enum")) {
      return choices(schema.get("enum"), where);
    }
    if (schema.has("anyOf")) {
      List<ByteRule> rules = new ArrayList<>();
      for (JsonNode choice : schema.get("anyOf")) {
        rules.add(value(choice, where + ", anyOf"));
      }
      require(!rules.isEmpty(), "%s must offer a choice, but its anyOf is empty; add one", where);
      return new ByteRule.OneOf(rules);
    }
    JsonNode type = schema.path("type");
    require(
        type.isTextual() || (type.isArray() && !type.isEmpty()),
        "%s must have a 'type', 'enum', 'const' or 'anyOf' (got %s); name one",
        where,
        schema);
    List<String> types = new ArrayList<>();
    if (type.isTextual()) {
      types.add(type.asText());
    } else {
      type.forEach(each -> types.add(each.asText()));
    }
    requireKnown(schema, types, where);
    return new ByteRule.OneOf(types.stream().map(each -> ofType(schema, each, where)).toList());
  }

  private static ByteRule ofType(JsonNode schema, String type, String where) {
    return switch (type) {
      case "object" -> object(schema, where);
      case "array" -> array(schema, where);
      case "string" -> string(schema, where);
      case "integer" -> integer(schema, where);
      case "number" -> number();
      case "boolean" -> ByteRule.oneOf(ByteRule.text("true"), ByteRule.text("false"));
      case "null" -> ByteRule.text("null");
      default ->
          throw new InvalidInputException(
              "the type of %s must be one of %s (got '%s')"
                  .formatted(where, new TreeSet<>(KNOWN.keySet()), type));
    };
  }

  private static void requireKnown(JsonNode schema, List<String> types, String where) {
    Set<String> known = new TreeSet<>();
    types.forEach(type -> known.addAll(KNOWN.getOrDefault(type, REMARKS)));
    for (Map.Entry<String, JsonNode> word : schema.properties()) {
      require(
          known.contains(word.getKey()) || REMARKS.contains(word.getKey()),
          "'%s' of %s is a word of JSON schema that constrained writing does not know; it knows %s; leave it out and check the answers for it",
          word.getKey(),
          where,
          known);
    }
  }

  private static ByteRule choices(JsonNode values, String where) {
    List<ByteRule> rules = new ArrayList<>();
    values.forEach(value -> rules.add(ByteRule.text(value.toString())));
    require(!rules.isEmpty(), "%s must offer a choice, but its enum is empty; add one", where);
    return new ByteRule.OneOf(rules);
  }

  private static ByteRule object(JsonNode schema, String where) {
    Set<String> required = new TreeSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    List<Map.Entry<String, JsonNode>> properties =
        List.copyOf(schema.path("properties").properties());
    for (String name : required) {
      require(
          schema.path("properties").has(name),
          "%s requires the property '%s', but its 'properties' do not describe it; add it there",
          where,
          name);
    }
    // From the last to the first: what follows depends on whether one was written before it.
    ByteRule afterNone = ByteRule.text("}");
    ByteRule afterOne = ByteRule.text("}");
    for (int i = properties.size() - 1; i >= 0; i--) {
      String name = properties.get(i).getKey();
      ByteRule here =
          ByteRule.inTurn(
              ByteRule.text(TextNode.valueOf(name) + ":"),
              BLANK,
              value(properties.get(i).getValue(), "'%s' of %s".formatted(name, where)));
      ByteRule first = ByteRule.inTurn(here, afterOne);
      ByteRule further = ByteRule.inTurn(ByteRule.text(","), BLANK, here, afterOne);
      boolean must = required.contains(name);
      afterNone = must ? first : ByteRule.oneOf(first, afterNone);
      afterOne = must ? further : ByteRule.oneOf(further, afterOne);
    }
    return ByteRule.inTurn(ByteRule.text("{"), afterNone);
  }

  private static ByteRule array(JsonNode schema, String where) {
    require(schema.has("items"), "%s must say what its 'items' are; add their schema", where);
    ByteRule item = value(schema.get("items"), "the items of " + where);
    ByteRule further = ByteRule.inTurn(ByteRule.text(","), BLANK, item);
    int least = schema.path("minItems").asInt(0);
    int most = schema.path("maxItems").asInt(-1);
    requireCountable(least, most, where);
    int atLeast = Math.max(0, least - 1);
    ByteRule rest =
        most >= 0
            ? ByteRule.times(further, atLeast, Math.max(0, most - 1))
            : ByteRule.inTurn(
                ByteRule.times(further, atLeast, atLeast), new ByteRule.Repeated(further));
    ByteRule some = ByteRule.inTurn(item, rest);
    ByteRule inside = most == 0 ? ByteRule.NOTHING : least > 0 ? some : ByteRule.perhaps(some);
    return ByteRule.inTurn(ByteRule.text("["), inside, ByteRule.text("]"));
  }

  private static ByteRule string(JsonNode schema, String where) {
    int least = schema.path("minLength").asInt(0);
    int most = schema.path("maxLength").asInt(-1);
    requireCountable(least, most, where);
    ByteRule inside =
        most >= 0
            ? ByteRule.times(CHARACTER, least, most)
            : ByteRule.inTurn(
                ByteRule.times(CHARACTER, least, least), new ByteRule.Repeated(CHARACTER));
    return ByteRule.inTurn(ByteRule.text("\""), inside, ByteRule.text("\""));
  }

  /** Whether so few are meant that they can be counted; {@code most} below 0 is any number. */
  private static void requireCountable(int least, int most, String where) {
    require(
        least >= 0 && least <= MOST_COUNTED && most <= MOST_COUNTED && (most < 0 || most >= least),
        "the least and the most length of %s must be from 0 to %d, the least not above the most (got %d and %s); choose others, or leave them out",
        where,
        MOST_COUNTED,
        least,
        most < 0 ? "none" : most);
  }

  /** A character of a string: as it is, in well-formed UTF-8 (RFC 3629), or escaped. */
  private static ByteRule character() {
    ByteRule tail = new ByteRule.Span(0x80, 0xBF);
    ByteRule hex = ByteRule.oneOf(DIGIT, new ByteRule.Span('a', 'f'), new ByteRule.Span('A', 'F'));
    // Escapes of surrogates are left out: half a pair is no character.
    ByteRule hexBelowD =
        ByteRule.oneOf(
            DIGIT,
            new ByteRule.Span('a', 'c'),
            new ByteRule.Span('A', 'C'),
            new ByteRule.Span('e', 'f'),
            new ByteRule.Span('E', 'F'));
    ByteRule simple =
        ByteRule.oneOf(
            new ByteRule.Span('"', '"'),
            new ByteRule.Span('\\', '\\'),
            new ByteRule.Span('/', '/'),
            new ByteRule.Span('b', 'b'),
            new ByteRule.Span('f', 'f'),
            new ByteRule.Span('n', 'n'),
            new ByteRule.Span('r', 'r'),
            new ByteRule.Span('t', 't'));
    return ByteRule.oneOf(
        new ByteRule.Span(0x20, 0x21),
        new ByteRule.Span(0x23, 0x5B),
        new ByteRule.Span(0x5D, 0x7E),
        ByteRule.inTurn(
            ByteRule.text("\\"),
            ByteRule.oneOf(simple, ByteRule.inTurn(ByteRule.text("u"), hexBelowD, hex, hex, hex))),
        ByteRule.inTurn(new ByteRule.Span(0xC2, 0xDF), tail),
        ByteRule.inTurn(new ByteRule.Span(0xE0, 0xE0), new ByteRule.Span(0xA0, 0xBF), tail),
        ByteRule.inTurn(new ByteRule.Span(0xE1, 0xEC), tail, tail),
        ByteRule.inTurn(new ByteRule.Span(0xED, 0xED), new ByteRule.Span(0x80, 0x9F), tail),
        ByteRule.inTurn(new ByteRule.Span(0xEE, 0xEF), tail, tail),
        ByteRule.inTurn(new ByteRule.Span(0xF0, 0xF0), new ByteRule.Span(0x90, 0xBF), tail, tail),
        ByteRule.inTurn(new ByteRule.Span(0xF1, 0xF3), tail, tail, tail),
        ByteRule.inTurn(new ByteRule.Span(0xF4, 0xF4), new ByteRule.Span(0x80, 0x8F), tail, tail));
  }

  private static ByteRule integer(JsonNode schema, String where) {
    if (!schema.has("minimum") && !schema.has("maximum")) {
      return whole();
    }
    require(
        schema.path("minimum").isIntegralNumber() && schema.path("maximum").isIntegralNumber(),
        "a whole number with a bound must have both, 'minimum' and 'maximum', and both whole, but %s has %s; add the other",
        where,
        schema);
    BigInteger least = schema.get("minimum").bigIntegerValue();
    BigInteger most = schema.get("maximum").bigIntegerValue();
    BigInteger count = most.subtract(least).add(BigInteger.ONE);
    require(
        count.signum() > 0 && count.compareTo(BigInteger.valueOf(MOST_SPELLED)) <= 0,
        "bounds of a whole number must leave 1 to %d values, but %s leaves %s; leave the bounds out and check the answers for them",
        MOST_SPELLED,
        where,
        count);
    return new ByteRule.OneOf(
        LongStream.rangeClosed(least.longValueExact(), most.longValueExact())
            .mapToObj(number -> ByteRule.text(Long.toString(number)))
            .toList());
  }

  private static ByteRule whole() {
    ByteRule positive =
        ByteRule.inTurn(new ByteRule.Span('1', '9'), ByteRule.times(DIGIT, 0, MOST_DIGITS - 1));
    return ByteRule.inTurn(
        ByteRule.perhaps(ByteRule.text("-")), ByteRule.oneOf(ByteRule.text("0"), positive));
  }

  private static ByteRule number() {
    ByteRule fraction = ByteRule.inTurn(ByteRule.text("."), ByteRule.times(DIGIT, 1, MOST_DIGITS));
    ByteRule exponent =
        ByteRule.inTurn(
            ByteRule.oneOf(ByteRule.text("e"), ByteRule.text("E")),
            ByteRule.perhaps(ByteRule.oneOf(ByteRule.text("+"), ByteRule.text("-"))),
            ByteRule.times(DIGIT, 1, 2));
    return ByteRule.inTurn(whole(), ByteRule.perhaps(fraction), ByteRule.perhaps(exponent));
  }
}

package org.plumbline.lm.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.family.Llama;
import org.plumbline.lm.family.LlamaConfig;
import org.plumbline.lm.generate.Completion;
import org.plumbline.lm.generate.GenerationEngine;
import org.plumbline.lm.generate.GenerationRequest;
import org.plumbline.lm.generate.LogitsProcessor;
import org.plumbline.lm.generate.LogitsProcessors;
import org.plumbline.lm.generate.Sampling;
import org.plumbline.lm.generate.StopReason;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.text.BpeOptions;
import org.plumbline.lm.text.BpeTrainer;
import org.plumbline.lm.text.Tokenizer;
import org.plumbline.testkit.SeededRandom;

class TokenGrammarTest {
  private static final String TEXT =
      """
      {"reasoning": "the answer is 正确 and clear", "scores": [7, 8, 10], "ok": true, "总分": 9, "x": null}
      {"reasoning": "it’s wrong:\\n no", "scores": [1, 2], "ok": false, "总分": 10, "x": "é"}
      """;
  private static final Tokenizer TOKENIZER =
      BpeTrainer.train(List.of(TEXT, TEXT).stream(), new BpeOptions(380, 1)).tokenizer();
  private static final int END = TOKENIZER.eos().orElseThrow();
  private static final String JUDGE =
      """
      {"type": "object", "required": ["reasoning", "scores", "总分"], "additionalProperties": false,
       "properties": {
         "reasoning": {"type": "string", "maxLength": 12},
         "scores": {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 10},
                    "minItems": 2, "maxItems": 4},
         "ok": {"type": "boolean"},
         "总分": {"type": "integer", "minimum": 1, "maximum": 10},
         "x": {"anyOf": [{"type": "null"}, {"enum": ["a\\"b", "é", 3]}, {"type": "number"}]}}}
      """;

  @AfterAll
  static void close() {
    TOKENIZER.close();
  }

  /** A model that knows nothing draws: what it writes keeps the schema all the same. */
  @Test
  void whateverIsDrawnIsADocumentThatKeepsTheSchema() {
    TokenGrammar grammar = TokenGrammar.ofJsonSchema(json(JUDGE), TOKENIZER);
    SeededRandom.forAll(
        200,
        random -> {
          List<Integer> ids = new ArrayList<>();
          while (ids.size() < 400) {
            int[] history = array(ids);
            BitSet possible = grammar.possible(history, 0);
            if (grammar.complete(history, 0)) {
              break;
            }
            int[] choices = possible.stream().toArray();
            assertTrue(choices.length > 0, "stuck after " + TOKENIZER.decode(history));
            ids.add(choices[random.generator().nextInt(choices.length)]);
          }
          assertKeepsTheJudgesSchema(TOKENIZER.decode(array(ids)));
        });
  }

  private static void assertKeepsTheJudgesSchema(String text) {
    JsonNode written = json(text);
    String reasoning = written.get("reasoning").textValue();
    assertTrue(reasoning.codePointCount(0, reasoning.length()) <= 12, text);
    assertTrue(written.get("scores").size() >= 2 && written.get("scores").size() <= 4, text);
    written
        .get("scores")
        .forEach(score -> assertTrue(score.intValue() >= 1 && score.intValue() <= 10, text));
    assertTrue(written.get("总分").isInt(), text);
    written
        .fieldNames()
        .forEachRemaining(
            name ->
                assertTrue(Set.of("reasoning", "scores", "ok", "总分", "x").contains(name), text));
  }

  @Test
  void aTokenIsPossibleExactlyIfItsBytesCanStandThere() {
    ByteRule rule = JsonSchemaRule.of(json(JUDGE));
    TokenGrammar grammar = TokenGrammar.ofJsonSchema(json(JUDGE), TOKENIZER);
    byte[][] tokens = TOKENIZER.tokenBytes();
    for (String begun :
        List.of("", "{\"reasoning\": \"it", "{\"reasoning\":\"a\\", "{\"reasoning\": \"\", \"")) {
      int[] history = TOKENIZER.encode(begun);
      BitSet possible = grammar.possible(history, 0);
      for (int id = 0; id < tokens.length; id++) {
        // One by one, by an automaton that has seen nothing else.
        ByteAutomaton fresh = new ByteAutomaton(rule);
        ByteAutomaton.State state = fresh.start();
        for (byte value : joined(begun, tokens[id])) {
          state = state == null ? null : fresh.next(state, value & 0xFF);
        }
        assertEquals(
            tokens[id].length > 0 && state != null,
            possible.get(id),
            "'%s' after '%s'".formatted(new String(tokens[id], StandardCharsets.UTF_8), begun));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"integer\"} | -120 | true",
        "{\"type\":\"integer\"} | 012 | false",
        "{\"type\":\"number\"} | 1.5e-3 | true",
        "{\"type\":\"number\"} | 1. | false",
        "{\"type\":\"string\"} | \"a\\u00e9\" | true",
        "{\"type\":\"string\"} | \"a\tb\" | false",
        "{\"type\":\"string\"} | \"\\ud83d\" | false",
        "{\"type\":[\"string\",\"null\"]} | null | true",
        "{\"const\":{\"a\":1}} | {\"a\":1} | true",
        "{\"type\":\"array\",\"items\":{\"type\":\"null\"}} | [] | true",
        "{\"type\":\"array\",\"items\":{\"type\":\"null\"},\"maxItems\":0} | [null] | false",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"null\"},\"b\":{\"type\":\"null\"}}} | {\"b\":null} | true",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"null\"},\"b\":{\"type\":\"null\"}}} | {} | true",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"null\"}},\"required\":[\"a\"]} | {} | false",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"null\"}}} | {\"a\":  null} | false"
      })
  void readsWhatTheSchemaMeans(String schema, String text, boolean kept) {
    TokenGrammar grammar = TokenGrammar.ofJsonSchema(json(schema), TOKENIZER);
    assertEquals(kept, grammar.complete(TOKENIZER.encode(text), 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"string\",\"pattern\":\"a+\"}",
        "{\"$ref\":\"#/x\"}",
        "{\"type\":\"object\",\"properties\":{},\"required\":[\"a\"]}",
        "{\"type\":\"array\"}",
        "{\"type\":\"integer\",\"minimum\":0}",
        "{\"type\":\"integer\",\"minimum\":0,\"maximum\":1000000}",
        "{\"type\":\"string\",\"maxLength\":100000}",
        "{\"type\":\"text\"}",
        "{\"enum\":[]}"
      })
  void whatIsNotUnderstoodIsNamed(String schema) {
    InvalidInputException refusal =
        assertThrows(
            InvalidInputException.class, () -> TokenGrammar.ofJsonSchema(json(schema), TOKENIZER));
    assertFalse(refusal.getMessage().isBlank());
  }

  @Test
  void anEngineThatKnowsNothingEndsItsTextWhereTheDocumentEnds() {
    TokenGrammar grammar = TokenGrammar.ofJsonSchema(json(JUDGE), TOKENIZER);
    Sampling sampling =
        new Sampling(
            1,
            0,
            1,
            LogitsProcessors.of(List.of(new LogitsProcessor.Grammar(grammar, Set.of(END)))));
    LlamaConfig shape =
        new LlamaConfig(
            TOKENIZER.vocabularySize(), 32, 64, 2, 4, 2, 8, 400, 10_000, 1e-5, true, 0, END);
    try (CausalLm lm = Llama.random(shape, new Seeds(7));
        GenerationEngine engine = new GenerationEngine(lm, GenerationEngine.Options.ofSlots(2))) {
      var written =
          engine.submit(
              new GenerationRequest(
                  TOKENIZER.encode("judge: "),
                  sampling,
                  390,
                  Set.of(END),
                  new Seeds(8).stream("a")));
      engine.run();
      Completion completion = written.completion();
      assertEquals(StopReason.EOS, completion.stop());
      assertKeepsTheJudgesSchema(TOKENIZER.decode(completion.ids()));
    }
  }

  private static byte[] joined(String begun, byte[] token) {
    byte[] first = begun.getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(first, first.length + token.length);
    System.arraycopy(token, 0, all, first.length, token.length);
    return all;
  }

  private static int[] array(List<Integer> ids) {
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private static JsonNode json(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (java.io.IOException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }
}

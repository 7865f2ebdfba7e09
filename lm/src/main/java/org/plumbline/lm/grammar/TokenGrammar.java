package org.plumbline.lm.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plumbline.lm.text.Tokenizer;

/**
 * Which tokens may follow, so that the whole text keeps a form: what a schema allows, token by
 * token, whatever the vocabulary cuts it into.
 *
 * <p>A text is read anew from its first token at each step, over states that are kept; so the rule
 * depends on the tokens alone and any thread may use it. Which tokens may follow a state is found
 * once, by one pass over the vocabulary.
 */
public final class TokenGrammar {
  private final ByteAutomaton automaton;
  private final TokenTrie trie;
  private final byte[][] tokens;
  private final Map<ByteAutomaton.State, BitSet> possible = new IdentityHashMap<>();

  private TokenGrammar(ByteRule rule, byte[][] tokens) {
    this.automaton = new ByteAutomaton(rule);
    this.tokens = tokens;
    this.trie = new TokenTrie(tokens);
  }

  /**
   * JSON documents that keep a schema.
   *
   * @throws org.plumbline.core.error.InvalidInputException if the schema uses a word that is not
   *     understood, or the tokenizer's tokens have no bytes that are known
   */
  public static TokenGrammar ofJsonSchema(JsonNode schema, Tokenizer tokenizer) {
    return new TokenGrammar(JsonSchemaRule.of(schema), tokenizer.tokenBytes());
  }

  /**
   * Tokens that may stand next.
   *
   * @param history tokens of the text so far [tokens]
   * @param from where the text begins in them
   * @return ids, a set that must not be changed; empty if nothing may follow
   */
  public synchronized BitSet possible(int[] history, int from) {
    ByteAutomaton.State state = read(history, from);
    return state == null
        ? new BitSet()
        : possible.computeIfAbsent(state, s -> trie.possible(automaton, s));
  }

  /** Whether the text may end after these tokens. */
  public synchronized boolean complete(int[] history, int from) {
    ByteAutomaton.State state = read(history, from);
    return state != null && state.complete();
  }

  private ByteAutomaton.@Nullable State read(int[] history, int from) {
    ByteAutomaton.State state = automaton.start();
    for (int i = from; i < history.length && state != null; i++) {
      byte[] bytes = history[i] < tokens.length ? tokens[history[i]] : new byte[0];
      for (int j = 0; j < bytes.length && state != null; j++) {
        state = automaton.next(state, bytes[j] & 0xFF);
      }
    }
    return state;
  }
}

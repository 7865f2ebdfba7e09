package org.plumbline.lm.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * All tokens of a vocabulary, sorted by their bytes, so that what they have in common is read once.
 */
final class TokenTrie {
  private final byte[][] tokens;
  private final Integer[] sorted;

  /**
   * @param tokens bytes of each token; empty for one that writes nothing
   */
  TokenTrie(byte[][] tokens) {
    this.tokens = tokens;
    List<Integer> written = new ArrayList<>();
    for (int id = 0; id < tokens.length; id++) {
      if (tokens[id].length > 0) {
        written.add(id);
      }
    }
    written.sort((a, b) -> Arrays.compareUnsigned(tokens[a], tokens[b]));
    sorted = written.toArray(Integer[]::new);
  }

  /** Ids of the tokens of which every byte can stand after this state. */
  BitSet possible(ByteAutomaton automaton, ByteAutomaton.State from) {
    BitSet possible = new BitSet(tokens.length);
    // States after the bytes that the last token and this one have in common are still good.
    List<ByteAutomaton.State> states = new ArrayList<>(List.of(from));
    byte[] last = new byte[0];
    for (int id : sorted) {
      byte[] token = tokens[id];
      int differing = Arrays.mismatch(last, token);
      int common = differing < 0 ? token.length : differing;
      int good = Math.min(common, states.size() - 1);
      states.subList(good + 1, states.size()).clear();
      // Where the last token failed at a byte that this one shares, this one fails, too.
      boolean stands = good == common;
      for (int i = good; stands && i < token.length; i++) {
        ByteAutomaton.State next = automaton.next(states.get(i), token[i] & 0xFF);
        if (next == null) {
          stands = false;
        } else {
          states.add(next);
        }
      }
      possible.set(id, stands);
      last = token;
    }
    return possible;
  }
}

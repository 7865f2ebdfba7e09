package org.plumbline.lm.grammar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A set of byte sequences, built of smaller ones. Without recursion: an automaton reads it. */
sealed interface ByteRule {
  /** No byte at all. */
  ByteRule NOTHING = new InTurn(List.of());

  /** One byte of this range, both ends included. */
  record Span(int first, int last) implements ByteRule {}

  /** All, one after another. */
  record InTurn(List<ByteRule> parts) implements ByteRule {
    public InTurn {
      parts = List.copyOf(parts);
    }
  }

  /** One of these. */
  record OneOf(List<ByteRule> choices) implements ByteRule {
    public OneOf {
      choices = List.copyOf(choices);
    }
  }

  /** Any number of times, from none. */
  record Repeated(ByteRule part) implements ByteRule {}

  /** Exactly this text, in UTF-8. */
  static ByteRule text(String text) {
    List<ByteRule> bytes = new ArrayList<>();
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(new Span(value & 0xFF, value & 0xFF));
    }
    return new InTurn(bytes);
  }

  static ByteRule inTurn(ByteRule... parts) {
    return new InTurn(List.of(parts));
  }

  static ByteRule oneOf(ByteRule... choices) {
    return new OneOf(List.of(choices));
  }

  /** This or nothing. */
  static ByteRule perhaps(ByteRule part) {
    return oneOf(part, NOTHING);
  }

  /** From {@code least} to {@code most} times. */
  static ByteRule times(ByteRule part, int least, int most) {
    ByteRule rest = NOTHING;
    for (int i = most; i > least; i--) {
      rest = perhaps(inTurn(part, rest));
    }
    for (int i = 0; i < least; i++) {
      rest = inTurn(part, rest);
    }
    return rest;
  }
}

package org.plumbline.lm.template;

import java.math.BigInteger;

/** What a rendering may still spend: steps, characters, nesting. */
final class Budget {
  /** Python refuses to print longer integers; nobody's template needs them. */
  static final int MAX_DIGITS = 4300;

  private static final int MAX_BITS = (int) (MAX_DIGITS * 3.3219280948873626);
  // Everything made on the way, not only what is kept, as joining piece by piece makes.
  private static final long ALLOCATION_PER_OUTPUT = 64;
  // Each level takes a handful of Java frames; a thread's stack holds some thousands of them.
  private static final int MAX_DEPTH = 400;

  private final ChatTemplate.Limits limits;
  private long steps;
  private long allocated;
  private int depth;

  Budget(ChatTemplate.Limits limits) {
    this.limits = limits;
  }

  /** One evaluation, one round of a loop, one element. */
  void step() {
    steps(1);
  }

  void steps(long count) {
    steps += count;
    if (steps > limits.steps()) {
      throw TemplateError.limit(
          "the template took more than %d steps; it may loop for ever".formatted(limits.steps()));
    }
  }

  /** Announces a text of so many characters, before it is made. */
  void text(long length) {
    if (length > limits.outputLength()) {
      throw TemplateError.limit(
          "the template made a text of more than %d characters".formatted(limits.outputLength()));
    }
    allocated += length;
    if (allocated > limits.outputLength() * ALLOCATION_PER_OUTPUT) {
      throw TemplateError.limit(
          "the template made texts of more than %d characters in all"
              .formatted(limits.outputLength() * ALLOCATION_PER_OUTPUT));
    }
  }

  /** Announces that a text of so many characters grows by so many. */
  void growth(long length, long added) {
    text(added);
    if (length + added > limits.outputLength()) {
      text(length + added);
    }
  }

  String made(String text) {
    text(text.length());
    return text;
  }

  /** Announces a list of so many elements, before it is made. */
  void elements(long count) {
    steps(count);
    text(count * 4);
  }

  BigInteger checked(BigInteger value) {
    if (value.bitLength() > MAX_BITS) {
      throw TemplateError.limit(
          "the template made a number of more than %d digits".formatted(MAX_DIGITS));
    }
    return value;
  }

  void enter() {
    if (++depth > MAX_DEPTH) {
      throw tooDeep();
    }
  }

  void leave() {
    depth--;
  }

  static TemplateError tooDeep() {
    return TemplateError.limit("the template nests too deep; a macro may call itself for ever");
  }
}

package org.plumbline.distill.http;

/** What a server calls the most tokens of an answer. */
public enum TokenLimit {
  /** As most servers do. */
  MAX_TOKENS,
  /** As newer models of OpenAI do, which refuse the other. */
  MAX_COMPLETION_TOKENS;

  String field() {
    return switch (this) {
      case MAX_TOKENS -> "max_tokens";
      case MAX_COMPLETION_TOKENS -> "max_completion_tokens";
    };
  }
}

package org.plumbline.lm.template;

import java.util.List;
import org.plumbline.lm.template.Token.Kind;

/** The tokens of a template, one after the other. */
final class TokenStream {
  // Deeper than any template is written, and far from the end of a thread's stack.
  private static final int MAX_DEPTH = 100;

  private final List<Token> tokens;
  private int position;
  private int depth;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token current() {
    return tokens.get(position);
  }

  Token ahead() {
    return tokens.get(Math.min(position + 1, tokens.size() - 1));
  }

  int line() {
    return current().line();
  }

  Token next() {
    Token token = current();
    position = Math.min(position + 1, tokens.size() - 1);
    return token;
  }

  boolean at(Kind kind) {
    return current().kind() == kind;
  }

  boolean atOperator(String spelling) {
    return current().is(Kind.OPERATOR, spelling);
  }

  boolean atName(String spelling) {
    return current().is(Kind.NAME, spelling);
  }

  boolean skipOperator(String spelling) {
    return skip(atOperator(spelling));
  }

  boolean skipName(String spelling) {
    return skip(atName(spelling));
  }

  private boolean skip(boolean there) {
    if (there) {
      next();
    }
    return there;
  }

  Token expect(Kind kind) {
    if (!at(kind)) {
      throw unexpected(new Token(kind, kind == Kind.NAME ? "a name" : "", 0).description());
    }
    return next();
  }

  String name() {
    if (!at(Kind.NAME)) {
      throw unexpected("a name");
    }
    return next().text();
  }

  void expectOperator(String spelling) {
    if (!skipOperator(spelling)) {
      throw unexpected("'" + spelling + "'");
    }
  }

  void expectName(String spelling) {
    if (!skipName(spelling)) {
      throw unexpected("'" + spelling + "'");
    }
  }

  TemplateError unexpected(String wanted) {
    return TemplateError.syntax(
        "expected %s, got %s".formatted(wanted, current().description()), line());
  }

  /** Whether the name stands between here and the end of the tag. */
  boolean comesInTag(String spelling) {
    for (int i = position; i < tokens.size(); i++) {
      switch (tokens.get(i).kind()) {
        case BLOCK_END, VARIABLE_END, END -> {
          return false;
        }
        case NAME -> {
          if (tokens.get(i).text().equals(spelling)) {
            return true;
          }
        }
        default -> {}
      }
    }
    return false;
  }

  void enter() {
    if (++depth > MAX_DEPTH) {
      throw new TemplateError(
          TemplateError.Kind.LIMIT,
          "the template nests deeper than %d levels".formatted(MAX_DEPTH),
          line());
    }
  }

  void leave() {
    depth--;
  }
}

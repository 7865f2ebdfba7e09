package org.plumbline.lm.template;

import java.math.BigInteger;

/**
 * A piece of a template.
 *
 * @param text the piece; of a string its content, of an operator its spelling
 * @param line where it begins, from 1 on
 */
record Token(Kind kind, String text, int line) {
  /** What a piece is. */
  enum Kind {
    DATA,
    VARIABLE_BEGIN,
    VARIABLE_END,
    BLOCK_BEGIN,
    BLOCK_END,
    NAME,
    STRING,
    INTEGER,
    FLOAT,
    OPERATOR,
    END
  }

  boolean is(Kind wanted, String spelling) {
    return kind == wanted && text.equals(spelling);
  }

  /** The value of a number. */
  Object number() {
    if (kind == Kind.FLOAT) {
      return Double.valueOf(text);
    }
    return Numbers.parseInteger(text, text.matches("0[xXoObB].*") ? 0 : 10)
        .orElseThrow(() -> TemplateError.syntax("malformed number '%s'".formatted(text), line));
  }

  /** The value of an integer that fits anywhere. */
  BigInteger integer() {
    return (BigInteger) number();
  }

  /** What messages call it. */
  String description() {
    return switch (kind) {
      case DATA -> "text";
      case VARIABLE_BEGIN -> "'{{'";
      case VARIABLE_END -> "'}}'";
      case BLOCK_BEGIN -> "'{%'";
      case BLOCK_END -> "'%}'";
      case END -> "the end of the template";
      case STRING -> "the string '" + text + "'";
      case NAME, INTEGER, FLOAT, OPERATOR -> "'" + text + "'";
    };
  }
}

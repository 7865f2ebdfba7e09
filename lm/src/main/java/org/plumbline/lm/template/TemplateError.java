package org.plumbline.lm.template;

/**
 * What stops a template: its own {@code raise_exception}, a fault in it, or a limit.
 *
 * <p>Inside this package only; callers of {@link ChatTemplate} see an {@code InvalidInputException}
 * whose cause this is. Messages follow Python's and Jinja's, which is what users search for.
 */
final class TemplateError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Which rule was broken, by the name of Python's or Jinja's exception where there is one. */
  enum Kind {
    SYNTAX("TemplateSyntaxError"),
    RAISED("TemplateError"),
    RUNTIME("TemplateRuntimeError"),
    UNDEFINED("UndefinedError"),
    SECURITY("SecurityError"),
    TYPE("TypeError"),
    VALUE("ValueError"),
    INDEX("IndexError"),
    KEY("KeyError"),
    DIVISION("ZeroDivisionError"),
    OVERFLOW("OverflowError"),
    /** More steps, text or nesting than the limits allow. */
    LIMIT("LimitError"),
    /** Something that Jinja or Python has and this engine has not. */
    UNSUPPORTED("UnsupportedError");

    private final String pythonName;

    Kind(String pythonName) {
      this.pythonName = pythonName;
    }

    String pythonName() {
      return pythonName;
    }
  }

  private final Kind kind;
  private final int line;

  TemplateError(Kind kind, String message, int line) {
    super(message, null, false, false);
    this.kind = kind;
    this.line = line;
  }

  static TemplateError type(String message) {
    return new TemplateError(Kind.TYPE, message, 0);
  }

  static TemplateError value(String message) {
    return new TemplateError(Kind.VALUE, message, 0);
  }

  static TemplateError limit(String message) {
    return new TemplateError(Kind.LIMIT, message, 0);
  }

  static TemplateError unsupported(String what) {
    return new TemplateError(Kind.UNSUPPORTED, what + " is not supported", 0);
  }

  static TemplateError syntax(String message, int line) {
    return new TemplateError(Kind.SYNTAX, message, line);
  }

  Kind kind() {
    return kind;
  }

  /** The line of the template, from 1 on; 0 if not known yet. */
  int line() {
    return line;
  }

  /** The same with a line, unless it has one. */
  TemplateError at(int place) {
    return line > 0 ? this : new TemplateError(kind, message(), place);
  }

  String message() {
    return String.valueOf(getMessage());
  }
}

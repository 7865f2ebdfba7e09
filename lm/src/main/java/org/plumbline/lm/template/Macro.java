package org.plumbline.lm.template;

import java.util.List;
import java.util.Optional;

/**
 * A macro, or the body of a call block ({@code caller}).
 *
 * @param name empty for the body of a call block
 */
record Macro(
    Optional<String> name,
    Statement.Signature signature,
    List<Statement> body,
    Scope scope,
    Interpreter interpreter)
    implements HasAttributes, Callable {

  @Override
  public Object call(Arguments arguments) {
    return interpreter.callMacro(this, arguments);
  }

  @Override
  public Optional<Object> attribute(String attribute) {
    return Optional.ofNullable(
        switch (attribute) {
          case "name" -> name.<Object>map(text -> text).orElse(None.NONE);
          case "arguments" -> new Tuple(parameterNames());
          case "catch_kwargs" -> signature.used().contains("kwargs");
          case "catch_varargs" -> signature.used().contains("varargs");
          case "caller" -> signature.used().contains("caller");
          default -> null;
        });
  }

  List<Object> parameterNames() {
    return signature.parameters().stream().<Object>map(Statement.Parameter::name).toList();
  }

  /** What messages call it. */
  String label() {
    return name.map(Printer::repr).orElse("None");
  }

  @Override
  public String toString() {
    return "<Macro %s>".formatted(name.map(Printer::repr).orElse("anonymous"));
  }

  // By identity: a macro holds the scope that holds it.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}

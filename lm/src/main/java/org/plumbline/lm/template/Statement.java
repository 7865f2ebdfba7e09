package org.plumbline.lm.template;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is done, one after the other. */
sealed interface Statement {

  /** Text as it stands in the template. */
  record Data(String text) implements Statement {}

  /** {@code {{ value }}}. */
  record Print(Expression value) implements Statement {}

  record For(
      Target target,
      Expression iterable,
      Optional<Expression> test,
      boolean recursive,
      List<Statement> body,
      List<Statement> otherwise,
      int line)
      implements Statement {}

  record If(List<Branch> branches, List<Statement> otherwise) implements Statement {}

  record Branch(Expression test, List<Statement> then) {}

  record Assignment(Target target, Expression value, int line) implements Statement {}

  /** {@code {% set x | filter %}...{% endset %}}. */
  record SetBlock(
      Target target, List<Expression.FilterCall> filters, List<Statement> body, int line)
      implements Statement {}

  record Macro(String name, Signature signature, List<Statement> body, int line)
      implements Statement {}

  /**
   * The parameters of a macro.
   *
   * @param used every name that its body reads, by which it takes {@code varargs}, {@code kwargs}
   *     and {@code caller} or refuses them
   */
  record Signature(List<Parameter> parameters, Set<String> used) {}

  record Parameter(String name, Optional<Expression> defaultValue) {}

  /** {@code {% call(parameters) macro(...) %}}. */
  record CallBlock(Expression.Call call, Signature signature, List<Statement> body, int line)
      implements Statement {}

  record FilterBlock(List<Expression.FilterCall> filters, List<Statement> body, int line)
      implements Statement {}

  record With(List<Target> targets, List<Expression> values, List<Statement> body, int line)
      implements Statement {}

  /** Text of an assistant: Hugging Face's {@code {% generation %}}. */
  record Generation(List<Statement> body, int line) implements Statement {}

  record Break() implements Statement {}

  record Continue() implements Statement {}

  /** What a value is given to. */
  sealed interface Target {
    record Variable(String name) implements Target {}

    /** {@code namespace.attribute}. */
    record Member(String namespace, String attribute) implements Target {}

    record Several(List<Target> targets) implements Target {}
  }
}

package org.plumbline.lm.template;

import java.util.List;
import java.util.Optional;

/** What has a value. */
sealed interface Expression {
  /** Where it stands in the template, from 1 on. */
  int line();

  /** A string, number, True, False or None. */
  record Literal(Object value, int line) implements Expression {}

  record Name(String name, int line) implements Expression {}

  record ListDisplay(List<Expression> items, int line) implements Expression {}

  record TupleDisplay(List<Expression> items, int line) implements Expression {}

  record DictDisplay(List<Pair> pairs, int line) implements Expression {}

  record Pair(Expression key, Expression value) {}

  /** {@code object.name}. */
  record Attribute(Expression object, String name, int line) implements Expression {}

  /** {@code object[key]}. */
  record Item(Expression object, Expression key, int line) implements Expression {}

  /** {@code start:stop:step} as a key. */
  record Slice(
      Optional<Expression> start, Optional<Expression> stop, Optional<Expression> step, int line)
      implements Expression {}

  record Call(Expression function, List<Argument> arguments, int line) implements Expression {}

  record Argument(Passing passing, String name, Expression value) {}

  /** How an argument is passed: {@code x}, {@code name=x}, {@code *x}, {@code **x}. */
  enum Passing {
    POSITION,
    NAME,
    SPREAD,
    SPREAD_NAMES
  }

  record Filter(Expression value, FilterCall call) implements Expression {
    @Override
    public int line() {
      return call.line();
    }
  }

  /** A filter's name and arguments, without what it is applied to. */
  record FilterCall(String name, List<Argument> arguments, int line) {}

  /** {@code value is name(arguments)}. */
  record Test(Expression value, String name, List<Argument> arguments, int line)
      implements Expression {}

  record Not(Expression value, int line) implements Expression {}

  record Sign(boolean minus, Expression value, int line) implements Expression {}

  record And(Expression left, Expression right, int line) implements Expression {}

  record Or(Expression left, Expression right, int line) implements Expression {}

  /** Arithmetic: {@code + - * / // % **}. */
  record Arithmetic(String operator, Expression left, Expression right, int line)
      implements Expression {}

  /** {@code a ~ b}. */
  record Concatenation(List<Expression> parts, int line) implements Expression {}

  /** {@code a < b <= c}. */
  record Comparison(Expression first, List<Step> steps, int line) implements Expression {}

  /** An operator, as {@code not in}, and its right side. */
  record Step(String operator, Expression right) {}

  /** {@code then if test else otherwise}. */
  record Conditional(Expression test, Expression then, Optional<Expression> otherwise, int line)
      implements Expression {}
}

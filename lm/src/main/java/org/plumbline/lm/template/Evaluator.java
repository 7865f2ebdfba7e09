package org.plumbline.lm.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.plumbline.lm.template.Expression.Argument;
import org.plumbline.lm.template.Expression.FilterCall;

/** The values of expressions. */
final class Evaluator {
  private final Interpreter interpreter;
  private final Budget budget;
  private final Access access;
  private final Operators operators;

  Evaluator(Interpreter interpreter) {
    this.interpreter = interpreter;
    budget = interpreter.budget();
    access = interpreter.access();
    operators = interpreter.operators();
  }

  /** The value of an expression. */
  Object evaluate(Expression expression, Scope scope) {
    budget.step();
    budget.enter();
    try {
      Object value = value(expression, scope);
      budget.leave();
      return value;
    } catch (TemplateError e) {
      throw e.at(expression.line());
    }
  }

  private Object value(Expression expression, Scope scope) {
    return switch (expression) {
      case Expression.Literal literal -> literal.value();
      case Expression.Name name -> scope.get(name.name());
      case Expression.ListDisplay list -> values(list.items(), scope);
      case Expression.TupleDisplay tuple -> new Tuple(values(tuple.items(), scope));
      case Expression.DictDisplay display -> dict(display, scope);
      case Expression.Attribute attribute ->
          access.attribute(evaluate(attribute.object(), scope), attribute.name());
      case Expression.Item item -> item(item, scope);
      case Expression.Slice slice ->
          throw TemplateError.unsupported("a slice among several indices");
      case Expression.Call call ->
          call(evaluate(call.function(), scope), arguments(call.arguments(), scope));
      case Expression.Filter filter -> apply(filter.call(), evaluate(filter.value(), scope), scope);
      case Expression.Test test ->
          Tests.test(
              interpreter,
              test.name(),
              evaluate(test.value(), scope),
              arguments(test.arguments(), scope));
      case Expression.Not not -> !Values.truth(evaluate(not.value(), scope));
      case Expression.Sign sign -> Operators.signed(sign.minus(), evaluate(sign.value(), scope));
      case Expression.And and -> {
        Object left = evaluate(and.left(), scope);
        yield Values.truth(left) ? evaluate(and.right(), scope) : left;
      }
      case Expression.Or or -> {
        Object left = evaluate(or.left(), scope);
        yield Values.truth(left) ? left : evaluate(or.right(), scope);
      }
      case Expression.Arithmetic sum ->
          operators.apply(
              sum.operator(), evaluate(sum.left(), scope), evaluate(sum.right(), scope));
      case Expression.Concatenation joined -> joined(joined, scope);
      case Expression.Comparison comparison -> compared(comparison, scope);
      case Expression.Conditional conditional -> chosen(conditional, scope);
    };
  }

  private List<Object> values(List<Expression> items, Scope scope) {
    budget.elements(items.size());
    List<Object> values = new ArrayList<>(items.size());
    items.forEach(item -> values.add(evaluate(item, scope)));
    return values;
  }

  private Dict dict(Expression.DictDisplay display, Scope scope) {
    budget.elements(display.pairs().size() * 2L);
    Dict dict = new Dict();
    display
        .pairs()
        .forEach(pair -> dict.put(evaluate(pair.key(), scope), evaluate(pair.value(), scope)));
    return dict;
  }

  private Object item(Expression.Item item, Scope scope) {
    Object object = evaluate(item.object(), scope);
    if (item.key() instanceof Expression.Slice slice) {
      return Slices.slice(
          object,
          bound(slice.start(), scope),
          bound(slice.stop(), scope),
          bound(slice.step(), scope),
          budget);
    }
    return access.item(object, evaluate(item.key(), scope));
  }

  private Object bound(Optional<Expression> expression, Scope scope) {
    return expression.isPresent() ? evaluate(expression.get(), scope) : None.NONE;
  }

  private Object joined(Expression.Concatenation parts, Scope scope) {
    StringBuilder text = new StringBuilder();
    for (Expression part : parts.parts()) {
      String next = Printer.str(evaluate(part, scope));
      budget.growth(text.length(), next.length());
      text.append(next);
    }
    return text.toString();
  }

  private Object compared(Expression.Comparison comparison, Scope scope) {
    Object left = evaluate(comparison.first(), scope);
    for (Expression.Step step : comparison.steps()) {
      Object right = evaluate(step.right(), scope);
      if (!Values.holds(step.operator(), left, right)) {
        return false;
      }
      left = right;
    }
    return true;
  }

  private Object chosen(Expression.Conditional choice, Scope scope) {
    if (Values.truth(evaluate(choice.test(), scope))) {
      return evaluate(choice.then(), scope);
    }
    return choice.otherwise().isPresent()
        ? evaluate(choice.otherwise().get(), scope)
        : Undefined.of(
            "the inline if-expression on line %d evaluated to false and no else section was defined."
                .formatted(choice.line()));
  }

  /** A value behind several filters. */
  Object filtered(Object text, List<FilterCall> filters, Scope scope) {
    Object value = text;
    for (FilterCall filter : filters) {
      value = apply(filter, value, scope);
    }
    return value;
  }

  private Object apply(FilterCall filter, Object value, Scope scope) {
    try {
      return Filters.apply(interpreter, filter.name(), value, arguments(filter.arguments(), scope));
    } catch (TemplateError e) {
      throw e.at(filter.line());
    }
  }

  /** What a call is given. */
  Arguments arguments(List<Argument> given, Scope scope) {
    List<Object> positional = new ArrayList<>();
    Map<String, Object> named = new LinkedHashMap<>();
    for (Argument argument : given) {
      Object value = evaluate(argument.value(), scope);
      switch (argument.passing()) {
        case POSITION -> positional.add(value);
        case NAME -> named.put(argument.name(), value);
        case SPREAD -> positional.addAll(interpreter.list(value));
        case SPREAD_NAMES -> {
          if (!(value instanceof Dict dict)) {
            throw TemplateError.type("argument after ** must be a mapping");
          }
          named.putAll(names(dict));
        }
      }
    }
    return new Arguments(positional, named);
  }

  static Object call(Object function, Arguments arguments) {
    if (function instanceof Callable callable) {
      return callable.call(arguments);
    }
    if (function instanceof Undefined undefined) {
      throw undefined.failure();
    }
    throw TemplateError.type("'%s' object is not callable".formatted(Values.typeName(function)));
  }

  /** A dict of names as a map. */
  static Map<String, Object> names(Dict dict) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (Dict.Entry entry : dict.entries()) {
      if (!(entry.key() instanceof String name)) {
        throw TemplateError.type("keywords must be strings");
      }
      named.put(name, entry.value());
    }
    return named;
  }
}

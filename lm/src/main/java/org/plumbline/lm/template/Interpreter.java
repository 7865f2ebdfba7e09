package org.plumbline.lm.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.plumbline.lm.template.Statement.Parameter;
import org.plumbline.lm.template.Statement.Target;
import org.plumbline.lm.template.TemplateError.Kind;

/** Walks a template's tree once, for one text. */
final class Interpreter {
  /** How a statement ended. */
  private enum Flow {
    NEXT,
    BREAK,
    CONTINUE
  }

  /** A part of the text, in UTF-16 units. */
  record Part(int start, int end) {}

  private final Budget budget;
  private final Access access;
  private final Operators operators;
  private final Evaluator evaluator;
  private final List<Part> generated = new ArrayList<>();
  private StringBuilder out = new StringBuilder();
  // How many texts are being made that are not the output yet.
  private int captures;
  private OptionalInt misplacedGeneration = OptionalInt.empty();

  Interpreter(Budget budget) {
    this.budget = budget;
    access = new Access(budget);
    operators = new Operators(budget);
    evaluator = new Evaluator(this);
  }

  Budget budget() {
    return budget;
  }

  Access access() {
    return access;
  }

  Operators operators() {
    return operators;
  }

  /** The parts of the text inside {@code {% generation %}}. */
  List<Part> generated() {
    return generated;
  }

  /** The line of a generation block whose place in the text cannot be told. */
  OptionalInt misplacedGeneration() {
    return misplacedGeneration;
  }

  String run(List<Statement> statements, Scope scope) {
    try {
      execute(statements, scope);
      return out.toString();
    } catch (StackOverflowError e) {
      // Values too can nest, as lists in lists; their printing and comparing has no other limit.
      throw Budget.tooDeep();
    }
  }

  private Flow execute(List<Statement> statements, Scope scope) {
    budget.enter();
    for (Statement statement : statements) {
      budget.step();
      Flow flow = execute(statement, scope);
      if (flow != Flow.NEXT) {
        budget.leave();
        return flow;
      }
    }
    budget.leave();
    return Flow.NEXT;
  }

  private Flow execute(Statement statement, Scope scope) {
    switch (statement) {
      case Statement.Data data -> print(data.text());
      case Statement.Print print -> {
        Object value = evaluator.evaluate(print.value(), scope);
        at(print.value().line(), () -> print(Printer.str(value)));
      }
      case Statement.For loop -> at(loop.line(), () -> loop(loop, scope));
      case Statement.If branches -> {
        return branch(branches, scope);
      }
      case Statement.Assignment set -> {
        Object value = evaluator.evaluate(set.value(), scope);
        at(set.line(), () -> assign(set.target(), value, scope));
      }
      case Statement.SetBlock set -> {
        Object text =
            evaluator.filtered(
                capture(() -> execute(set.body(), scope.inner())), set.filters(), scope);
        at(set.line(), () -> assign(set.target(), text, scope));
      }
      case Statement.Macro macro ->
          scope.set(
              macro.name(),
              new Macro(Optional.of(macro.name()), macro.signature(), macro.body(), scope, this));
      case Statement.CallBlock block -> print(Printer.str(callWithBody(block, scope)));
      case Statement.FilterBlock block -> {
        String text = capture(() -> execute(block.body(), scope.inner()));
        print(Printer.str(evaluator.filtered(text, block.filters(), scope)));
      }
      case Statement.With with -> {
        return with(with, scope);
      }
      case Statement.Generation generation -> generate(generation, scope);
      case Statement.Break end -> {
        return Flow.BREAK;
      }
      case Statement.Continue next -> {
        return Flow.CONTINUE;
      }
    }
    return Flow.NEXT;
  }

  private static void at(int line, Runnable work) {
    try {
      work.run();
    } catch (TemplateError e) {
      throw e.at(line);
    }
  }

  private void print(String text) {
    budget.growth(out.length(), text.length());
    out.append(text);
  }

  private String capture(Runnable work) {
    StringBuilder outer = out;
    out = new StringBuilder();
    captures++;
    work.run();
    captures--;
    String text = out.toString();
    out = outer;
    return text;
  }

  private Flow branch(Statement.If branches, Scope scope) {
    for (Statement.Branch branch : branches.branches()) {
      if (Values.truth(evaluator.evaluate(branch.test(), scope))) {
        return execute(branch.then(), scope);
      }
    }
    return execute(branches.otherwise(), scope);
  }

  private Flow with(Statement.With with, Scope scope) {
    Scope inner = scope.inner();
    for (int i = 0; i < with.targets().size(); i++) {
      assign(with.targets().get(i), evaluator.evaluate(with.values().get(i), scope), inner);
    }
    return execute(with.body(), inner);
  }

  private void generate(Statement.Generation generation, Scope scope) {
    if (captures > 0 && misplacedGeneration.isEmpty()) {
      misplacedGeneration = OptionalInt.of(generation.line());
    }
    int start = out.length();
    execute(generation.body(), scope.inner());
    if (captures == 0) {
      generated.add(new Part(start, out.length()));
    }
  }

  private void loop(Statement.For loop, Scope scope) {
    loop(loop, evaluator.evaluate(loop.iterable(), scope), 0, scope);
  }

  private void loop(Statement.For node, Object iterable, int depth, Scope scope) {
    Iterator<Object> elements = Values.iterate(iterable);
    OptionalInt length = iterable instanceof Lazy ? OptionalInt.empty() : Values.size(iterable);
    if (node.test().isPresent()) {
      Iterator<Object> all = elements;
      elements = ListFilters.filtered(all, item -> passes(node, item, scope)).elements();
      length = OptionalInt.empty();
    }
    Optional<BiFunction<Object, Integer, Object>> recursion =
        node.recursive()
            ? Optional.of((inner, level) -> capture(() -> loop(node, inner, level, scope)))
            : Optional.empty();
    Loop loop = new Loop(elements, length, depth, recursion);
    boolean completed = false;
    while (loop.hasNext()) {
      budget.step();
      Scope inner = scope.inner();
      assign(node.target(), loop.advance(), inner);
      inner.set("loop", loop);
      Flow flow = execute(node.body(), inner);
      // As in Jinja, a round that was left early does not keep the else branch away.
      completed |= flow == Flow.NEXT;
      if (flow == Flow.BREAK) {
        break;
      }
    }
    if (!completed) {
      execute(node.otherwise(), scope.inner());
    }
  }

  private boolean passes(Statement.For node, Object item, Scope scope) {
    budget.step();
    Scope inner = scope.inner();
    assign(node.target(), item, inner);
    return Values.truth(evaluator.evaluate(node.test().orElseThrow(), inner));
  }

  private void assign(Target target, Object value, Scope scope) {
    switch (target) {
      case Target.Variable variable -> scope.set(variable.name(), value);
      case Target.Member member -> {
        if (!(scope.get(member.namespace()) instanceof Namespace namespace)) {
          throw new TemplateError(
              Kind.RUNTIME, "cannot assign attribute on non-namespace object", 0);
        }
        namespace.values().put(member.attribute(), value);
      }
      case Target.Several several -> {
        List<Object> values = unpacked(value, several.targets().size());
        for (int i = 0; i < values.size(); i++) {
          assign(several.targets().get(i), values.get(i), scope);
        }
      }
    }
  }

  /** Exactly so many elements of a value. */
  List<Object> unpacked(Object value, int count) {
    if (!Values.isIterable(value)) {
      throw TemplateError.type(
          "cannot unpack non-iterable %s object".formatted(Values.typeName(value)));
    }
    List<Object> values = list(value);
    if (values.size() != count) {
      throw TemplateError.value(
          values.size() > count
              ? "too many values to unpack (expected %d)".formatted(count)
              : "not enough values to unpack (expected %d, got %d)"
                  .formatted(count, values.size()));
    }
    return values;
  }

  /** A new list of a value's elements. */
  List<Object> list(Object value) {
    List<Object> items = new ArrayList<>();
    Values.iterate(value)
        .forEachRemaining(
            item -> {
              budget.elements(1);
              items.add(item);
            });
    return items;
  }

  private Object callWithBody(Statement.CallBlock block, Scope scope) {
    Macro caller = new Macro(Optional.empty(), block.signature(), block.body(), scope, this);
    Object function = evaluator.evaluate(block.call().function(), scope);
    Arguments given = evaluator.arguments(block.call().arguments(), scope);
    Map<String, Object> named = new LinkedHashMap<>(given.named());
    named.put("caller", caller);
    try {
      return Evaluator.call(function, new Arguments(given.positional(), named));
    } catch (TemplateError e) {
      throw e.at(block.line());
    }
  }

  Object callMacro(Macro macro, Arguments arguments) {
    Map<String, Object> named = new LinkedHashMap<>(arguments.named());
    List<Parameter> parameters = macro.signature().parameters();
    Map<String, Object> given = new HashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      String name = parameters.get(i).name();
      Object value =
          i < arguments.positional().size() ? arguments.positional().get(i) : named.remove(name);
      if (value != null) {
        given.put(name, value);
      }
    }
    Scope scope = macro.scope().inner();
    addExtras(macro, arguments, named, scope);
    // A default sees the parameters before its own, and none of the same names outside.
    parameters.forEach(p -> scope.set(p.name(), Undefined.name(p.name())));
    for (Parameter parameter : parameters) {
      Object value = given.get(parameter.name());
      scope.set(parameter.name(), value == null ? missing(parameter, scope) : value);
    }
    return capture(() -> execute(macro.body(), scope));
  }

  private Object missing(Parameter parameter, Scope scope) {
    return parameter
        .defaultValue()
        .map(expression -> evaluator.evaluate(expression, scope))
        .orElseGet(
            () -> Undefined.of("parameter '%s' was not provided".formatted(parameter.name())));
  }

  /** A macro takes more than its parameters only if its body asks for them by these names. */
  private static void addExtras(
      Macro macro, Arguments arguments, Map<String, Object> named, Scope scope) {
    if (macro.signature().used().contains("caller")) {
      Object caller = named.remove("caller");
      scope.set("caller", caller == null ? Undefined.of("No caller defined") : caller);
    }
    if (macro.signature().used().contains("kwargs")) {
      Dict rest = new Dict();
      named.forEach(rest::put);
      scope.set("kwargs", rest);
    } else if (!named.isEmpty()) {
      throw TemplateError.type(
          "macro %s takes no keyword argument '%s'"
              .formatted(macro.label(), named.keySet().iterator().next()));
    }
    int most = macro.signature().parameters().size();
    List<Object> positional = arguments.positional();
    if (macro.signature().used().contains("varargs")) {
      scope.set(
          "varargs",
          new Tuple(positional.subList(Math.min(most, positional.size()), positional.size())));
    } else if (positional.size() > most) {
      throw TemplateError.type(
          "macro %s takes not more than %d argument(s)".formatted(macro.label(), most));
    }
  }
}

package org.plumbline.lm.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.plumbline.lm.template.Expression.Argument;
import org.plumbline.lm.template.Expression.FilterCall;
import org.plumbline.lm.template.Expression.Passing;
import org.plumbline.lm.template.Expression.Step;
import org.plumbline.lm.template.Token.Kind;

/** Expressions, by recursive descent; one method for each level of Jinja's grammar. */
final class ExpressionParser {
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> NO_TEST_ARGUMENT = Set.of("else", "or", "and");

  private final TokenStream stream;
  private final Deque<Set<String>> used = new ArrayDeque<>();
  // Inside a condition, a filter that is not there fails only when it is reached.
  private int conditions;

  ExpressionParser(TokenStream stream) {
    this.stream = stream;
  }

  /** Collects the names that are read while the work goes on. */
  <T> T collecting(Set<String> names, Supplier<T> work) {
    used.push(names);
    T result = work.get();
    used.pop();
    return result;
  }

  /** Notes that a name is read. */
  void use(String name) {
    used.forEach(names -> names.add(name));
  }

  <T> T inCondition(Supplier<T> work) {
    conditions++;
    T result = work.get();
    conditions--;
    return result;
  }

  /** One or more expressions; with a comma they are a tuple. */
  Expression tupleOrOne(Set<String> endNames, boolean conditional, boolean emptyAllowed) {
    int line = stream.line();
    List<Expression> items = new ArrayList<>();
    boolean tuple = false;
    while (!atTupleEnd(endNames)) {
      items.add(conditional ? expression() : or());
      if (!stream.skipOperator(",")) {
        break;
      }
      tuple = true;
    }
    if (tuple || items.isEmpty() && emptyAllowed) {
      return new Expression.TupleDisplay(items, line);
    }
    if (items.isEmpty()) {
      throw stream.unexpected("an expression");
    }
    return items.get(0);
  }

  boolean atTupleEnd(Set<String> endNames) {
    return stream.at(Kind.VARIABLE_END)
        || stream.at(Kind.BLOCK_END)
        || stream.atOperator(")")
        || stream.at(Kind.NAME) && endNames.contains(stream.current().text());
  }

  Expression expression() {
    stream.enter();
    int line = stream.line();
    Expression value = or();
    while (stream.skipName("if")) {
      Expression test = or();
      Optional<Expression> otherwise =
          stream.skipName("else") ? Optional.of(expression()) : Optional.empty();
      value = new Expression.Conditional(test, value, otherwise, line);
    }
    stream.leave();
    return value;
  }

  private Expression or() {
    int line = stream.line();
    Expression left = and();
    while (stream.skipName("or")) {
      left = new Expression.Or(left, and(), line);
    }
    return left;
  }

  private Expression and() {
    int line = stream.line();
    Expression left = not();
    while (stream.skipName("and")) {
      left = new Expression.And(left, not(), line);
    }
    return left;
  }

  private Expression not() {
    int line = stream.line();
    if (!stream.skipName("not")) {
      return comparison();
    }
    stream.enter();
    Expression value = not();
    stream.leave();
    return new Expression.Not(value, line);
  }

  private Expression comparison() {
    int line = stream.line();
    Expression first = sum();
    List<Step> steps = new ArrayList<>();
    while (true) {
      if (stream.at(Kind.OPERATOR) && COMPARISONS.contains(stream.current().text())) {
        steps.add(new Step(stream.next().text(), sum()));
      } else if (stream.skipName("in")) {
        steps.add(new Step("in", sum()));
      } else if (stream.atName("not") && stream.ahead().is(Kind.NAME, "in")) {
        stream.next();
        stream.next();
        steps.add(new Step("not in", sum()));
      } else {
        return steps.isEmpty() ? first : new Expression.Comparison(first, steps, line);
      }
    }
  }

  private Expression sum() {
    return arithmetic(Set.of("+", "-"), this::concatenation);
  }

  private Expression concatenation() {
    int line = stream.line();
    List<Expression> parts = new ArrayList<>(List.of(product()));
    while (stream.skipOperator("~")) {
      parts.add(product());
    }
    return parts.size() == 1 ? parts.get(0) : new Expression.Concatenation(parts, line);
  }

  private Expression product() {
    return arithmetic(Set.of("*", "/", "//", "%"), this::power);
  }

  private Expression power() {
    return arithmetic(Set.of("**"), () -> unary(true));
  }

  private Expression arithmetic(Set<String> operators, Supplier<Expression> operand) {
    int line = stream.line();
    Expression left = operand.get();
    while (stream.at(Kind.OPERATOR) && operators.contains(stream.current().text())) {
      left = new Expression.Arithmetic(stream.next().text(), left, operand.get(), line);
    }
    return left;
  }

  private Expression unary(boolean withFilters) {
    int line = stream.line();
    stream.enter();
    Expression value;
    if (stream.atOperator("-") || stream.atOperator("+")) {
      boolean minus = stream.next().text().equals("-");
      value = new Expression.Sign(minus, unary(false), line);
    } else {
      value = primary();
    }
    value = postfix(value);
    value = withFilters ? filtersAndTests(value) : value;
    stream.leave();
    return value;
  }

  private Expression primary() {
    Token token = stream.current();
    return switch (token.kind()) {
      case NAME -> name(stream.next());
      case STRING -> strings();
      case INTEGER, FLOAT -> new Expression.Literal(stream.next().number(), token.line());
      case OPERATOR -> display(token);
      case DATA, VARIABLE_BEGIN, VARIABLE_END, BLOCK_BEGIN, BLOCK_END, END ->
          throw stream.unexpected("an expression");
    };
  }

  private Expression name(Token token) {
    return switch (token.text()) {
      case "true", "True" -> new Expression.Literal(true, token.line());
      case "false", "False" -> new Expression.Literal(false, token.line());
      case "none", "None" -> new Expression.Literal(None.NONE, token.line());
      default -> {
        use(token.text());
        yield new Expression.Name(token.text(), token.line());
      }
    };
  }

  private Expression strings() {
    int line = stream.line();
    StringBuilder text = new StringBuilder();
    while (stream.at(Kind.STRING)) {
      text.append(stream.next().text());
    }
    return new Expression.Literal(text.toString(), line);
  }

  private Expression display(Token token) {
    switch (token.text()) {
      case "(" -> {
        stream.next();
        Expression inside = tupleOrOne(Set.of(), true, true);
        stream.expectOperator(")");
        return inside;
      }
      case "[" -> {
        stream.next();
        return new Expression.ListDisplay(items("]", this::expression), token.line());
      }
      case "{" -> {
        stream.next();
        return new Expression.DictDisplay(items("}", this::pair), token.line());
      }
      default -> throw stream.unexpected("an expression");
    }
  }

  private Expression.Pair pair() {
    Expression key = expression();
    stream.expectOperator(":");
    return new Expression.Pair(key, expression());
  }

  /** Items with commas between them, and perhaps one behind the last, to the closing bracket. */
  private <T> List<T> items(String close, Supplier<T> item) {
    List<T> items = new ArrayList<>();
    while (!stream.skipOperator(close)) {
      if (!items.isEmpty()) {
        stream.expectOperator(",");
        if (stream.skipOperator(close)) {
          break;
        }
      }
      items.add(item.get());
    }
    return items;
  }

  private Expression postfix(Expression start) {
    Expression value = start;
    while (true) {
      if (stream.atOperator(".") || stream.atOperator("[")) {
        value = subscript(value);
      } else if (stream.atOperator("(")) {
        value = call(value);
      } else {
        return value;
      }
    }
  }

  private Expression subscript(Expression object) {
    int line = stream.line();
    if (stream.skipOperator(".")) {
      if (stream.at(Kind.NAME)) {
        return new Expression.Attribute(object, stream.next().text(), line);
      }
      Expression index = new Expression.Literal(stream.expect(Kind.INTEGER).integer(), line);
      return new Expression.Item(object, index, line);
    }
    stream.next();
    List<Expression> keys = items("]", this::key);
    if (keys.isEmpty()) {
      throw stream.unexpected("an index");
    }
    return new Expression.Item(
        object, keys.size() == 1 ? keys.get(0) : new Expression.TupleDisplay(keys, line), line);
  }

  private Expression key() {
    int line = stream.line();
    Optional<Expression> start =
        stream.atOperator(":") ? Optional.empty() : Optional.of(expression());
    if (!stream.skipOperator(":")) {
      return start.orElseThrow();
    }
    Optional<Expression> stop = slicePart();
    Optional<Expression> step = stream.skipOperator(":") ? slicePart() : Optional.empty();
    return new Expression.Slice(start, stop, step, line);
  }

  private Optional<Expression> slicePart() {
    return stream.atOperator(":") || stream.atOperator("]") || stream.atOperator(",")
        ? Optional.empty()
        : Optional.of(expression());
  }

  private Expression.Call call(Expression function) {
    int line = stream.line();
    return new Expression.Call(function, arguments(), line);
  }

  private List<Argument> arguments() {
    int line = stream.line();
    stream.expectOperator("(");
    List<Argument> arguments = items(")", this::argument);
    Passing last = Passing.POSITION;
    for (Argument argument : arguments) {
      boolean twice = argument.passing() == last && last.compareTo(Passing.SPREAD) >= 0;
      boolean late = argument.passing() == Passing.POSITION && last != Passing.POSITION;
      if (twice || late || last == Passing.SPREAD_NAMES) {
        throw TemplateError.syntax("invalid syntax for function call expression", line);
      }
      last = argument.passing();
    }
    return arguments;
  }

  private Argument argument() {
    if (stream.skipOperator("*")) {
      return new Argument(Passing.SPREAD, "", expression());
    }
    if (stream.skipOperator("**")) {
      return new Argument(Passing.SPREAD_NAMES, "", expression());
    }
    if (stream.at(Kind.NAME) && stream.ahead().is(Kind.OPERATOR, "=")) {
      String name = stream.next().text();
      stream.next();
      return new Argument(Passing.NAME, name, expression());
    }
    return new Argument(Passing.POSITION, "", expression());
  }

  private Expression filtersAndTests(Expression start) {
    Expression value = start;
    while (true) {
      if (stream.skipOperator("|")) {
        value = new Expression.Filter(value, filterCall());
      } else if (stream.atName("is")) {
        value = test(value);
      } else if (stream.atOperator("(")) {
        value = call(value);
      } else {
        return value;
      }
    }
  }

  /** Filters with '|' between them, the first without one. */
  List<FilterCall> filterChain() {
    List<FilterCall> filters = new ArrayList<>(List.of(filterCall()));
    while (stream.skipOperator("|")) {
      filters.add(filterCall());
    }
    return filters;
  }

  private FilterCall filterCall() {
    int line = stream.line();
    String name = dottedName();
    if (conditions == 0) {
      Filters.require(name, line);
    }
    return new FilterCall(name, stream.atOperator("(") ? arguments() : List.of(), line);
  }

  private String dottedName() {
    StringBuilder name = new StringBuilder(stream.name());
    while (stream.skipOperator(".")) {
      name.append('.').append(stream.name());
    }
    return name.toString();
  }

  private Expression test(Expression value) {
    int line = stream.line();
    stream.next();
    boolean negated = stream.skipName("not");
    String name = dottedName();
    if (conditions == 0) {
      Tests.require(name, line);
    }
    Expression test = new Expression.Test(value, name, testArguments(), line);
    return negated ? new Expression.Not(test, line) : test;
  }

  private List<Argument> testArguments() {
    if (stream.atOperator("(")) {
      return arguments();
    }
    boolean argument =
        switch (stream.current().kind()) {
          case NAME -> !NO_TEST_ARGUMENT.contains(stream.current().text());
          case STRING, INTEGER, FLOAT -> true;
          default -> stream.atOperator("[") || stream.atOperator("{");
        };
    if (!argument) {
      return List.of();
    }
    if (stream.atName("is")) {
      throw TemplateError.syntax("You cannot chain multiple tests with is", stream.line());
    }
    return List.of(new Argument(Passing.POSITION, "", postfix(primary())));
  }

  /** A new set for {@link #collecting}. */
  static Set<String> names() {
    return new HashSet<>();
  }
}

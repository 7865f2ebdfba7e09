package org.plumbline.lm.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.plumbline.core.error.Nearest;
import org.plumbline.lm.template.Expression.FilterCall;
import org.plumbline.lm.template.Statement.Branch;
import org.plumbline.lm.template.Statement.Parameter;
import org.plumbline.lm.template.Statement.Signature;
import org.plumbline.lm.template.Statement.Target;
import org.plumbline.lm.template.Token.Kind;

/** From a template's source to its statements. */
final class TemplateParser {
  /** Tags of Jinja that make no sense, or are off, where there is one template and no HTML. */
  private static final Set<String> LEFT_OUT =
      Set.of("include", "import", "from", "extends", "block", "autoescape", "do", "trans", "debug");

  private static final List<String> TAGS =
      List.of(
          "for",
          "if",
          "set",
          "macro",
          "call",
          "filter",
          "with",
          "print",
          "raw",
          "generation",
          "break",
          "continue");

  private final TokenStream stream;
  private final ExpressionParser expressions;
  private final TargetParser targets;
  // Inside how many loops of the present macro or block this is.
  private int loops;
  private boolean generation;

  private TemplateParser(String source) {
    stream = new TokenStream(TemplateLexer.lex(source));
    expressions = new ExpressionParser(stream);
    targets = new TargetParser(stream, expressions);
  }

  /**
   * A template's tree.
   *
   * @param generation whether it marks an assistant's text
   */
  record Tree(List<Statement> statements, boolean generation) {}

  static Tree parse(String source) {
    TemplateParser parser = new TemplateParser(source);
    List<Statement> statements = parser.statements(Set.of());
    return new Tree(statements, parser.generation);
  }

  /** Statements up to a tag of one of these names, which is not taken, or to the end. */
  private List<Statement> statements(Set<String> endTags) {
    stream.enter();
    List<Statement> statements = new ArrayList<>();
    while (!stream.at(Kind.END)) {
      if (stream.at(Kind.DATA)) {
        statements.add(new Statement.Data(stream.next().text()));
      } else if (stream.at(Kind.VARIABLE_BEGIN)) {
        stream.next();
        statements.add(new Statement.Print(guarded(() -> tuple(Set.of()))));
        stream.expect(Kind.VARIABLE_END);
      } else {
        stream.expect(Kind.BLOCK_BEGIN);
        if (stream.at(Kind.NAME) && endTags.contains(stream.current().text())) {
          stream.leave();
          return statements;
        }
        statement(statements, endTags);
        stream.expect(Kind.BLOCK_END);
      }
    }
    if (!endTags.isEmpty()) {
      throw TemplateError.syntax(
          "the template ends where one of these tags should come: " + sorted(endTags),
          stream.line());
    }
    stream.leave();
    return statements;
  }

  // Jinja too looks for a filter behind a condition only when it gets there.
  private <T> T guarded(Supplier<T> work) {
    return stream.comesInTag("if") ? expressions.inCondition(work) : work.get();
  }

  private Expression tuple(Set<String> endNames) {
    return expressions.tupleOrOne(endNames, true, false);
  }

  private void statement(List<Statement> out, Set<String> endTags) {
    int line = stream.line();
    if (!stream.at(Kind.NAME)) {
      throw stream.unexpected("the name of a tag");
    }
    String tag = stream.next().text();
    switch (tag) {
      case "for" -> out.add(forLoop(line));
      case "if" -> out.add(expressions.inCondition(() -> ifElse()));
      case "set" -> out.add(set(line));
      case "macro" -> out.add(macro(line));
      case "call" -> out.add(callBlock(line));
      case "filter" -> out.add(filterBlock(line));
      case "with" -> out.add(with(line));
      case "print" -> print(out);
      case "generation" -> out.add(generation(line));
      case "break", "continue" -> out.add(jump(tag, line));
      default -> throw unknown(tag, endTags, line);
    }
  }

  private static TemplateError unknown(String tag, Set<String> endTags, int line) {
    if (LEFT_OUT.contains(tag)) {
      return TemplateError.unsupported("the tag '%s'".formatted(tag)).at(line);
    }
    boolean end = TAGS.contains(tag.replaceFirst("^end", "")) || tag.startsWith("el");
    String wanted =
        endTags.isEmpty()
            ? end ? "no block is open" : Nearest.hint(tag, TAGS)
            : "the block that is open ends with one of " + sorted(endTags);
    return TemplateError.syntax("unknown tag '%s'; %s".formatted(tag, wanted), line);
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  /** The statements of a tag whose name and arguments were read, and its end tag. */
  private List<Statement> body(String endTag) {
    stream.expect(Kind.BLOCK_END);
    List<Statement> body = statements(Set.of(endTag));
    stream.next();
    return body;
  }

  /** A body that runs apart: a loop around it cannot be left from inside. */
  private List<Statement> separateBody(String endTag) {
    int outer = loops;
    loops = 0;
    List<Statement> body = body(endTag);
    loops = outer;
    return body;
  }

  private Statement forLoop(int line) {
    Target target = targets.target(Set.of("in"), false);
    stream.expectName("in");
    Expression iterable = expressions.tupleOrOne(Set.of("recursive"), false, false);
    Optional<Expression> test =
        stream.skipName("if") ? Optional.of(expressions.expression()) : Optional.empty();
    boolean recursive = stream.skipName("recursive");
    stream.expect(Kind.BLOCK_END);
    loops++;
    List<Statement> body = statements(Set.of("endfor", "else"));
    loops--;
    List<Statement> otherwise = List.of();
    if (stream.next().text().equals("else")) {
      otherwise = body("endfor");
    }
    return new Statement.For(target, iterable, test, recursive, body, otherwise, line);
  }

  private Statement ifElse() {
    List<Branch> branches = new ArrayList<>();
    String tag = "elif";
    while (tag.equals("elif")) {
      Expression test = expressions.tupleOrOne(Set.of(), false, false);
      stream.expect(Kind.BLOCK_END);
      branches.add(new Branch(test, statements(Set.of("elif", "else", "endif"))));
      tag = stream.next().text();
    }
    return new Statement.If(branches, tag.equals("else") ? body("endif") : List.of());
  }

  private Statement set(int line) {
    Target target = targets.target(Set.of(), true);
    if (stream.skipOperator("=")) {
      return new Statement.Assignment(target, guarded(() -> tuple(Set.of())), line);
    }
    List<FilterCall> filters = stream.skipOperator("|") ? expressions.filterChain() : List.of();
    return new Statement.SetBlock(target, filters, separateBody("endset"), line);
  }

  private Statement macro(int line) {
    String name = targets.assignableName();
    List<Parameter> parameters = parameters();
    Set<String> used = ExpressionParser.names();
    List<Statement> body = expressions.collecting(used, () -> separateBody("endmacro"));
    return new Statement.Macro(name, new Signature(parameters, used), body, line);
  }

  private List<Parameter> parameters() {
    stream.expectOperator("(");
    Map<String, Parameter> parameters = new HashMap<>();
    List<Parameter> inOrder = new ArrayList<>();
    boolean defaults = false;
    while (!stream.skipOperator(")")) {
      if (!inOrder.isEmpty()) {
        stream.expectOperator(",");
      }
      int line = stream.line();
      String name = targets.assignableName();
      Optional<Expression> value =
          stream.skipOperator("=") ? Optional.of(expressions.expression()) : Optional.empty();
      if (defaults && value.isEmpty()) {
        throw TemplateError.syntax("non-default argument follows default argument", line);
      }
      defaults = value.isPresent();
      Parameter parameter = new Parameter(name, value);
      inOrder.add(parameter);
      if (parameters.put(name, parameter) != null) {
        throw TemplateError.syntax("duplicate argument '%s'".formatted(name), line);
      }
    }
    return inOrder;
  }

  private Statement callBlock(int line) {
    List<Parameter> parameters = stream.atOperator("(") ? parameters() : List.of();
    Expression call = expressions.expression();
    if (!(call instanceof Expression.Call macroCall)) {
      throw TemplateError.syntax("expected call", line);
    }
    Set<String> used = ExpressionParser.names();
    List<Statement> body = expressions.collecting(used, () -> separateBody("endcall"));
    return new Statement.CallBlock(macroCall, new Signature(parameters, used), body, line);
  }

  private Statement filterBlock(int line) {
    List<FilterCall> filters = expressions.filterChain();
    return new Statement.FilterBlock(filters, separateBody("endfilter"), line);
  }

  private Statement with(int line) {
    List<Target> names = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!stream.at(Kind.BLOCK_END)) {
      if (!names.isEmpty()) {
        stream.expectOperator(",");
      }
      names.add(new Target.Variable(targets.assignableName()));
      stream.expectOperator("=");
      values.add(expressions.expression());
    }
    return new Statement.With(names, values, body("endwith"), line);
  }

  private void print(List<Statement> out) {
    do {
      out.add(new Statement.Print(guarded(expressions::expression)));
    } while (stream.skipOperator(","));
  }

  private Statement generation(int line) {
    generation = true;
    return new Statement.Generation(separateBody("endgeneration"), line);
  }

  private Statement jump(String tag, int line) {
    if (loops == 0) {
      throw TemplateError.syntax("'%s' outside loop".formatted(tag), line);
    }
    return tag.equals("break") ? new Statement.Break() : new Statement.Continue();
  }
}

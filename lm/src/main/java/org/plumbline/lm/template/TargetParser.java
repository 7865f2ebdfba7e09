package org.plumbline.lm.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.plumbline.lm.template.Statement.Target;

/** What values are given to: names, attributes of a namespace, several of them. */
record TargetParser(TokenStream stream, ExpressionParser expressions) {

  /** Names without values, as a loop's variables. */
  Target target(Set<String> endNames, boolean namespaceAllowed) {
    List<Target> targets = new ArrayList<>();
    boolean several = false;
    while (!expressions.atTupleEnd(endNames) && !stream.atOperator("=")) {
      targets.add(oneTarget(namespaceAllowed));
      if (!stream.skipOperator(",")) {
        break;
      }
      several = true;
    }
    if (targets.isEmpty()) {
      throw stream.unexpected("a name to assign to");
    }
    return several ? new Target.Several(targets) : targets.get(0);
  }

  private Target oneTarget(boolean namespaceAllowed) {
    if (stream.skipOperator("(")) {
      stream.enter();
      Target inside = target(Set.of(), namespaceAllowed);
      stream.leave();
      stream.expectOperator(")");
      return inside;
    }
    int line = stream.line();
    String name = assignableName();
    if (namespaceAllowed && stream.skipOperator(".")) {
      expressions.use(name);
      return new Target.Member(name, stream.name());
    }
    if (stream.atOperator(".") || stream.atOperator("[")) {
      throw TemplateError.syntax("can't assign to a part of '%s'".formatted(name), line);
    }
    return new Target.Variable(name);
  }

  String assignableName() {
    int line = stream.line();
    String name = stream.name();
    if (Set.of("true", "True", "false", "False", "none", "None").contains(name)) {
      throw TemplateError.syntax("can't assign to '%s'".formatted(name), line);
    }
    return name;
  }
}

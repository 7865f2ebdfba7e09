package org.plumbline.lm.adapter;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.plumbline.core.error.InvalidInputException;

/** Which linear maps of a model an adapter is laid over, by the names of their modules. */
public sealed interface LoraTargets {
  /** The word for all of them. */
  String ALL_LINEAR = "all-linear";

  /** Whether the module of this name is one. */
  boolean matches(String module);

  /**
   * Targets as a user names them.
   *
   * @param names {@code all-linear} alone, or whole names or ends of names such as {@code q_proj}
   */
  static LoraTargets of(List<String> names) {
    require(
        !names.isEmpty(),
        "lora-targets must name at least one module, or be '%s' (got nothing)",
        ALL_LINEAR);
    return names.equals(List.of(ALL_LINEAR)) ? new AllLinear() : new Named(names);
  }

  /** Every linear map of the blocks; the output head is none. */
  record AllLinear() implements LoraTargets {
    @Override
    public boolean matches(String module) {
      return true;
    }

    @Override
    public String toString() {
      return ALL_LINEAR;
    }
  }

  /**
   * Those whose name is one of these, or ends with a dot and one of these.
   *
   * @param names whole names or ends of names
   */
  record Named(List<String> names) implements LoraTargets {
    public Named {
      names = List.copyOf(names);
      require(
          !names.contains(ALL_LINEAR),
          "lora-targets must be '%s' alone or names of modules (got %s)",
          ALL_LINEAR,
          names);
    }

    @Override
    public boolean matches(String module) {
      return names.stream().anyMatch(name -> module.equals(name) || module.endsWith("." + name));
    }

    @Override
    public String toString() {
      return String.join(",", names);
    }
  }

  /**
   * Those whose whole name matches a regular expression.
   *
   * @param expression as PEFT's configuration may give it instead of names
   */
  record Matching(String expression) implements LoraTargets {
    public Matching {
      try {
        Pattern.compile(expression);
      } catch (PatternSyntaxException e) {
        throw new InvalidInputException(
            "target_modules must be a list of names, '%s' or a regular expression (got '%s': %s)"
                .formatted(ALL_LINEAR, expression, e.getDescription()),
            e);
      }
    }

    @Override
    public boolean matches(String module) {
      return Pattern.matches(expression, module);
    }

    @Override
    public String toString() {
      return expression;
    }
  }
}

package org.plumbline.lm.template;

import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** What Python can do with any value: truth, equality, order, length, elements. */
final class Values {
  private Values() {}

  static boolean truth(Object value) {
    return switch (value) {
      case Boolean flag -> flag;
      case BigInteger number -> number.signum() != 0;
      case Double number -> number != 0;
      case None none -> false;
      case Undefined undefined -> false;
      default -> size(value).orElse(1) != 0;
    };
  }

  static String typeName(Object value) {
    return switch (value) {
      case Boolean flag -> "bool";
      case BigInteger number -> "int";
      case Double number -> "float";
      case String text -> "str";
      case List<?> list -> "list";
      case Tuple tuple -> "tuple";
      case Dict dict -> "dict";
      case None none -> "NoneType";
      case Undefined undefined -> "Undefined";
      case Range range -> "range";
      case DictView view -> view.kind();
      case Lazy lazy -> "generator";
      case Loop loop -> "LoopContext";
      case Namespace namespace -> "Namespace";
      case Macro macro -> "Macro";
      case Method method -> "builtin_function_or_method";
      case Cycler cycler -> "Cycler";
      case Joiner joiner -> "Joiner";
      default -> "function";
    };
  }

  /** The type as Jinja's messages about missing things name it. */
  static String qualifiedTypeName(Object value) {
    return switch (value) {
      case Loop loop -> "jinja2.runtime.LoopContext";
      case Macro macro -> "jinja2.runtime.Macro";
      case Namespace namespace -> "jinja2.utils.Namespace";
      case Cycler cycler -> "jinja2.utils.Cycler";
      case Joiner joiner -> "jinja2.utils.Joiner";
      default -> typeName(value);
    };
  }

  /** The number of elements, of what has one. */
  static OptionalInt size(Object value) {
    return switch (value) {
      case String text -> OptionalInt.of(Text.length(text));
      case List<?> list -> OptionalInt.of(list.size());
      case Tuple tuple -> OptionalInt.of(tuple.items().size());
      case Dict dict -> OptionalInt.of(dict.size());
      case DictView view -> OptionalInt.of(view.items().size());
      case Range range -> OptionalInt.of(range.length());
      case Loop loop -> OptionalInt.of(loop.length());
      case Undefined undefined -> OptionalInt.of(0);
      default -> OptionalInt.empty();
    };
  }

  static int length(Object value) {
    return size(value)
        .orElseThrow(
            () ->
                TemplateError.type("object of type '%s' has no len()".formatted(typeName(value))));
  }

  static boolean isIterable(Object value) {
    return value instanceof Lazy || size(value).isPresent();
  }

  /** The elements, one after the other. */
  @SuppressWarnings("unchecked") // every list that an engine's value can be holds objects
  static Iterator<Object> iterate(Object value) {
    return switch (value) {
      case String text -> Text.characters(text).iterator();
      case List<?> list -> (Iterator<Object>) list.iterator();
      case Tuple tuple -> tuple.items().iterator();
      case Dict dict -> dict.keys().iterator();
      case DictView view -> view.items().iterator();
      case Range range -> IntStream.range(0, range.length()).mapToObj(range::at).iterator();
      case Lazy lazy -> lazy.elements();
      case Undefined undefined -> List.of().iterator();
      default -> throw TemplateError.type("'%s' object is not iterable".formatted(typeName(value)));
    };
  }

  /** Python's {@code ==}. */
  static boolean equal(Object left, Object right) {
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      boolean nan = left.equals(Double.NaN) || right.equals(Double.NaN);
      return !nan && Numbers.compare(left, right) == 0;
    }
    return switch (left) {
      case List<?> list -> right instanceof List<?> other && allEqual(list, other);
      case Tuple tuple -> right instanceof Tuple other && allEqual(tuple.items(), other.items());
      case Dict dict -> right instanceof Dict other && sameEntries(dict, other);
      case DictView view -> right instanceof DictView other && sameElements(view, other);
      case Range range -> right instanceof Range other && sameRange(range, other);
      case Undefined undefined -> right instanceof Undefined;
      case String text -> text.equals(right);
      default -> left.equals(right);
    };
  }

  /** Python's {@code is}, of values that have an identity. */
  @SuppressWarnings("ReferenceEquality") // it is what is asked
  static boolean identical(Object left, Object right) {
    return left == right;
  }

  private static boolean allEqual(List<?> left, List<?> right) {
    return left.size() == right.size()
        && IntStream.range(0, left.size()).allMatch(i -> equal(left.get(i), right.get(i)));
  }

  private static boolean sameEntries(Dict left, Dict right) {
    return left.size() == right.size()
        && left.entries().stream()
            .allMatch(
                entry -> right.get(entry.key()).map(v -> equal(v, entry.value())).orElse(false));
  }

  // Views of keys are sets; those of values are never equal.
  private static boolean sameElements(DictView left, DictView right) {
    return identical(left, right)
        || !left.kind().equals("dict_values")
            && left.kind().equals(right.kind())
            && left.items().size() == right.items().size()
            && left.items().stream().allMatch(item -> contains(right.items(), item));
  }

  private static boolean sameRange(Range left, Range right) {
    return left.length() == right.length()
        && (left.length() == 0
            || left.start() == right.start()
                && (left.length() == 1 || left.step() == right.step()));
  }

  /** Python's {@code item in container}. */
  static boolean contains(Object container, Object item) {
    if (container instanceof String text) {
      if (item instanceof String part) {
        return text.contains(part);
      }
      throw item instanceof Undefined undefined
          ? undefined.failure()
          : TemplateError.type(
              "'in <string>' requires string as left operand, not " + typeName(item));
    }
    if (container instanceof Dict dict) {
      return dict.get(item).isPresent();
    }
    if (!isIterable(container)) {
      throw TemplateError.type(
          "argument of type '%s' is not iterable".formatted(typeName(container)));
    }
    Iterator<Object> elements = iterate(container);
    while (elements.hasNext()) {
      if (equal(elements.next(), item)) {
        return true;
      }
    }
    return false;
  }

  /** Python's order of two values; the operator is for the message. */
  static int compare(Object left, Object right, String operator) {
    if (left instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (right instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      return Numbers.compare(left, right);
    }
    if (left instanceof String a && right instanceof String b) {
      return compareText(a, b);
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      return compareItems(a, b, operator);
    }
    if (left instanceof Tuple a && right instanceof Tuple b) {
      return compareItems(a.items(), b.items(), operator);
    }
    throw TemplateError.type(
        "'%s' not supported between instances of '%s' and '%s'"
            .formatted(operator, typeName(left), typeName(right)));
  }

  // By code points: Java's own order puts what is beyond the basic plane too early.
  private static int compareText(String left, String right) {
    int i = 0;
    while (i < left.length() && i < right.length() && left.charAt(i) == right.charAt(i)) {
      i++;
    }
    if (i == left.length() || i == right.length()) {
      return Integer.compare(left.length(), right.length());
    }
    boolean insidePair =
        i > 0
            && Character.isLowSurrogate(left.charAt(i))
            && Character.isLowSurrogate(right.charAt(i));
    int place = insidePair ? i - 1 : i;
    return Integer.compare(left.codePointAt(place), right.codePointAt(place));
  }

  private static int compareItems(List<?> left, List<?> right, String operator) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      if (!equal(left.get(i), right.get(i))) {
        return compare(left.get(i), right.get(i), operator);
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  /** One of Python's comparisons. */
  static boolean holds(String operator, Object left, Object right) {
    return switch (operator) {
      case "==" -> equal(left, right);
      case "!=" -> !equal(left, right);
      case "in" -> contains(right, left);
      case "not in" -> !contains(right, left);
      default -> ordered(operator, left, right);
    };
  }

  private static boolean ordered(String operator, Object left, Object right) {
    int order = compare(left, right, operator);
    if (left.equals(Double.NaN) || right.equals(Double.NaN)) {
      return false;
    }
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }
}

package org.plumbline.lm.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Python's {@code value[start:stop:step]}. */
final class Slices {
  private Slices() {}

  /** A part of a value; bounds that were not given are None. */
  static Object slice(Object value, Object start, Object stop, Object step, Budget budget) {
    return switch (value) {
      case String text -> text(text, indices(Text.length(text), start, stop, step), budget);
      case List<?> list -> list(list, indices(list.size(), start, stop, step), budget);
      case Tuple tuple ->
          new Tuple(list(tuple.items(), indices(tuple.items().size(), start, stop, step), budget));
      case Range range -> {
        Range places = indices(range.length(), start, stop, step);
        yield Range.of(
            range.start() + range.step() * places.start(),
            range.start() + range.step() * places.stop(),
            range.step() * places.step());
      }
      case Undefined undefined -> throw undefined.failure();
      case Dict dict -> throw TemplateError.type("unhashable type: 'slice'");
      default ->
          throw TemplateError.type(
              "'%s' object is not subscriptable".formatted(Values.typeName(value)));
    };
  }

  private static String text(String text, Range places, Budget budget) {
    budget.text(places.length());
    if (places.length() == 0) {
      return "";
    }
    if (places.step() == 1) {
      return Text.slice(text, (int) places.start(), (int) places.stop());
    }
    int[] codePoints = text.codePoints().toArray();
    StringBuilder out = new StringBuilder(places.length());
    each(places, i -> out.appendCodePoint(codePoints[i]));
    return out.toString();
  }

  private static List<Object> list(List<?> items, Range places, Budget budget) {
    budget.elements(places.length());
    List<Object> out = new ArrayList<>(places.length());
    each(places, i -> out.add(items.get(i)));
    return out;
  }

  static String reversed(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  private static void each(Range places, IntConsumer action) {
    for (int i = 0; i < places.length(); i++) {
      action.accept((int) (places.start() + i * places.step()));
    }
  }

  /** The indices that a slice of something of this length names. */
  private static Range indices(int length, Object start, Object stop, Object step) {
    long stride = step == None.NONE ? 1 : bound(step, length);
    if (stride == 0) {
      throw TemplateError.value("slice step cannot be zero");
    }
    boolean forward = stride > 0;
    long least = forward ? 0 : -1;
    long most = forward ? length : length - 1L;
    long first = start == None.NONE ? (forward ? 0 : most) : place(start, length, least, most);
    long last = stop == None.NONE ? (forward ? most : -1) : place(stop, length, least, most);
    long span = forward ? last - first : first - last;
    long size = Math.abs(stride);
    return new Range(first, last, stride, (int) Math.max(0, (span + size - 1) / size));
  }

  private static long place(Object value, int length, long least, long most) {
    long index = bound(value, length);
    return Math.max(least, Math.min(most, index < 0 ? index + length : index));
  }

  // Beyond twice the length all indices mean the same.
  private static long bound(Object value, int length) {
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }
    BigInteger far = BigInteger.valueOf(2L * length + 2);
    return Numbers.asInteger(value)
        .orElseThrow(
            () ->
                TemplateError.type(
                    "slice indices must be integers or None or have an __index__ method"))
        .min(far)
        .max(far.negate())
        .longValue();
  }
}

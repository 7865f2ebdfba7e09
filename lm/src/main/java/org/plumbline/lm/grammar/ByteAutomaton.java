package org.plumbline.lm.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plumbline.lm.grammar.ByteRule.InTurn;
import org.plumbline.lm.grammar.ByteRule.OneOf;
import org.plumbline.lm.grammar.ByteRule.Repeated;
import org.plumbline.lm.grammar.ByteRule.Span;

/**
 * Reads a rule byte by byte. The rule becomes places and steps between them (Thompson 1968); sets
 * of places become states when they are first met, so that a large rule costs what is used of it.
 *
 * <p>For one thread.
 */
final class ByteAutomaton {
  private static final int BYTES = 256;

  /** Where a place leads: over a byte of the span, or freely if there is no span. */
  private record Step(@Nullable Span over, int to) {}

  /** What can follow what was read. */
  static final class State {
    private final int[] places;
    private final boolean complete;
    private final @Nullable State[] next = new State[BYTES];
    private final BitSet known = new BitSet(BYTES);

    private State(int[] places, boolean complete) {
      this.places = places;
      this.complete = complete;
    }

    /** Whether the text may end here. */
    boolean complete() {
      return complete;
    }
  }

  private final List<List<Step>> places = new ArrayList<>();
  private final Map<List<Integer>, State> states = new HashMap<>();
  private final int end;
  private final State start;

  ByteAutomaton(ByteRule rule) {
    end = place();
    int first = before(rule, end);
    BitSet open = new BitSet();
    open(first, open);
    start = state(open);
  }

  State start() {
    return start;
  }

  /** The state after this byte; null if it cannot stand here. */
  @Nullable State next(State state, int value) {
    if (!state.known.get(value)) {
      state.next[value] = find(state, value);
      state.known.set(value);
    }
    return state.next[value];
  }

  private @Nullable State find(State state, int value) {
    BitSet open = new BitSet();
    for (int place : state.places) {
      for (Step step : places.get(place)) {
        if (step.over() != null && step.over().first() <= value && value <= step.over().last()) {
          open(step.to(), open);
        }
      }
    }
    return open.isEmpty() ? null : state(open);
  }

  private State state(BitSet open) {
    int[] found = open.stream().toArray();
    return states.computeIfAbsent(
        Arrays.stream(found).boxed().toList(), key -> new State(found, open.get(end)));
  }

  /** Adds the place and what is freely reached from it. */
  private void open(int place, BitSet reached) {
    if (reached.get(place)) {
      return;
    }
    reached.set(place);
    for (Step step : places.get(place)) {
      if (step.over() == null) {
        open(step.to(), reached);
      }
    }
  }

  private int place() {
    places.add(new ArrayList<>());
    return places.size() - 1;
  }

  /** A place from which the rule leads to {@code after}. */
  private int before(ByteRule rule, int after) {
    return switch (rule) {
      case Span span -> {
        int place = place();
        places.get(place).add(new Step(span, after));
        yield place;
      }
      case InTurn(List<ByteRule> parts) -> {
        int place = after;
        for (int i = parts.size() - 1; i >= 0; i--) {
          place = before(parts.get(i), place);
        }
        yield place;
      }
      case OneOf(List<ByteRule> choices) -> {
        int place = place();
        for (ByteRule choice : choices) {
          places.get(place).add(new Step(null, before(choice, after)));
        }
        yield place;
      }
      case Repeated(ByteRule part) -> {
        int place = place();
        places.get(place).add(new Step(null, after));
        places.get(place).add(new Step(null, before(part, place)));
        yield place;
      }
    };
  }
}

package org.plumbline.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;
import org.plumbline.core.error.PlumblineException;

/**
 * Turns every case of a golden file into a test.
 *
 * <pre>{@code
 * @TestFactory
 * List<DynamicNode> everyCase() {
 *   return new GoldenSuite(GoldenFile.load(getClass(), "golden-rl.json"))
 *       .handle("accuracy", "ties_half", c -> PairAccuracy.of(c.vector("chosen"), c.vector("rejected"), Ties.HALF))
 *       .tests();
 * }
 * }</pre>
 *
 * <p>A case whose output is {@code error} passes if the handler throws a {@link
 * PlumblineException}. A variant that begins with {@code WRONG_} or {@code LEGACY_} is one test,
 * which passes if the handler's value differs in some case: in single cases, such as that of one
 * member, the fault may happen to give the right value. What has no handler is aborted, one test
 * for each operation with the number of its cases, so that it stands in every summary.
 */
public final class GoldenSuite {
  private final GoldenFile file;
  private final Map<String, Handler> handlers = new HashMap<>();

  /** A suite without handlers. */
  public GoldenSuite(GoldenFile file) {
    this.file = file;
  }

  /** Computes what a case asks for. */
  @FunctionalInterface
  public interface Handler {
    /** The value to be compared: a number, text, array, list or map. */
    Object compute(GoldenCase golden) throws Exception;
  }

  /**
   * What a handler returns that computes in float: no tolerance is then tighter than 2e-6 relative
   * and 2e-7 absolute.
   *
   * @param value to be compared
   */
  public record SinglePrecision(Object value) {}

  /**
   * Registers what computes an operation, in all its variants that have no handler of their own.
   */
  public GoldenSuite handle(String op, Handler handler) {
    return register(op, handler);
  }

  /** Registers what computes one variant of an operation. */
  public GoldenSuite handle(String op, String variant, Handler handler) {
    return register(op + "/" + variant, handler);
  }

  /**
   * One container for each group; in it a test for each case, or an aborted one for an operation
   * without handler.
   */
  public List<DynamicNode> tests() {
    Map<String, List<GoldenCase>> groups = new LinkedHashMap<>();
    file.cases().forEach(c -> groups.computeIfAbsent(c.group(), g -> new ArrayList<>()).add(c));
    List<DynamicNode> nodes = new ArrayList<>();
    groups.forEach(
        (group, cases) -> nodes.add(DynamicContainer.dynamicContainer(group, tests(cases))));
    return nodes;
  }

  private List<DynamicTest> tests(List<GoldenCase> cases) {
    List<DynamicTest> tests = new ArrayList<>();
    Map<String, Integer> missing = new LinkedHashMap<>();
    Map<String, List<GoldenCase>> faults = new LinkedHashMap<>();
    for (GoldenCase golden : cases) {
      Handler handler = handler(golden);
      if (handler == null) {
        missing.merge(missingName(golden), 1, Integer::sum);
      } else if (golden.mustDiffer()) {
        faults
            .computeIfAbsent(golden.op() + " " + golden.variant(), f -> new ArrayList<>())
            .add(golden);
      } else {
        String name = "%s %s %s".formatted(golden.id(), golden.op(), golden.variant());
        tests.add(DynamicTest.dynamicTest(name, () -> run(golden, handler)));
      }
    }
    faults.forEach(
        (fault, all) ->
            tests.add(DynamicTest.dynamicTest(fault, () -> requireDifferent(fault, all))));
    missing.forEach((op, count) -> tests.add(notBuilt(op, count)));
    return tests;
  }

  private @Nullable Handler handler(GoldenCase golden) {
    Handler own = handlers.get(golden.op() + "/" + golden.variant());
    return own == null ? handlers.get(golden.op()) : own;
  }

  /** The operation, with the variant if others of the operation are handled. */
  private String missingName(GoldenCase golden) {
    boolean partly = handlers.keySet().stream().anyMatch(key -> key.startsWith(golden.op() + "/"));
    return partly ? golden.op() + " " + golden.variant() : golden.op();
  }

  private static DynamicTest notBuilt(String op, int count) {
    String name = "not built yet: %s (%d cases)".formatted(op, count);
    return DynamicTest.dynamicTest(
        name,
        () -> {
          throw new TestAbortedException(name);
        });
  }

  private static void run(GoldenCase golden, Handler handler) throws Exception {
    if (!golden.mustFail()) {
      golden.check(handler.compute(golden));
      return;
    }
    Object got;
    try {
      got = handler.compute(golden);
    } catch (PlumblineException expected) {
      return;
    }
    fail(
        "%s %s must be refused (%s), but gave %s"
            .formatted(golden.id(), golden.op(), golden.note(), got));
  }

  private void requireDifferent(String fault, List<GoldenCase> cases) throws Exception {
    for (GoldenCase golden : cases) {
      Handler handler = handler(golden);
      if (handler != null && !golden.differences(handler.compute(golden)).isEmpty()) {
        return;
      }
    }
    fail("all %d cases reproduce the known fault %s".formatted(cases.size(), fault));
  }

  private GoldenSuite register(String key, Handler handler) {
    if (handlers.put(key, handler) != null) {
      throw new IllegalArgumentException("two handlers for " + key);
    }
    return this;
  }
}

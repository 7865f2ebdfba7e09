package org.plumbline.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;
import org.plumbline.core.error.InvalidInputException;

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
 * <p>A case whose output is {@code error} passes if the handler throws {@link
 * InvalidInputException}. A variant that begins with {@code WRONG_} or {@code LEGACY_} passes if
 * the handler's value differs. What has no handler is aborted, one test for each operation with the
 * number of its cases, so that it stands in every summary.
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
    for (GoldenCase golden : cases) {
      Handler own = handlers.get(golden.op() + "/" + golden.variant());
      Handler handler = own == null ? handlers.get(golden.op()) : own;
      if (handler == null) {
        missing.merge(missingName(golden), 1, Integer::sum);
      } else {
        String name = "%s %s %s".formatted(golden.id(), golden.op(), golden.variant());
        tests.add(DynamicTest.dynamicTest(name, () -> run(golden, handler)));
      }
    }
    missing.forEach((op, count) -> tests.add(notBuilt(op, count)));
    return tests;
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
    if (golden.mustFail()) {
      Object got;
      try {
        got = handler.compute(golden);
      } catch (InvalidInputException expected) {
        return;
      }
      fail(
          "%s %s must be refused (%s), but gave %s"
              .formatted(golden.id(), golden.op(), golden.note(), got));
    } else if (golden.mustDiffer()) {
      assertFalse(
          golden.differences(handler.compute(golden)).isEmpty(),
          () -> "%s reproduces the known fault %s".formatted(golden.id(), golden.variant()));
    } else {
      golden.check(handler.compute(golden));
    }
  }

  private GoldenSuite register(String key, Handler handler) {
    if (handlers.put(key, handler) != null) {
      throw new IllegalArgumentException("two handlers for " + key);
    }
    return this;
  }
}

package org.plumbline.cli.distill;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.plumbline.core.options.Option;
import org.plumbline.distill.budget.SpendingLimits;

/**
 * Which models are asked, and how much that may cost.
 *
 * @param teacher each {@code URL#MODEL}, a name of the endpoints file, a model folder, {@code
 *     replay:FILE}, or {@code record:FILE=} before any of them
 * @param endpoints the file with further endpoints; empty for none
 * @param cache where answers are kept; empty: in the run folder
 * @param maxCost in the endpoints' currency
 * @param maxSpentTokens read and written
 * @param timeout seconds of a whole call; 0: what the endpoint says
 * @param slots answers that a model folder writes at once
 */
public record TeacherOptions(
    @Option(
            value = "asked: URL#MODEL, a name of --endpoints, a model folder, replay:FILE",
            required = true)
        List<String> teacher,
    @Option(value = "endpoints with prices, limits and keys' variables, YAML", mayDiffer = true)
        String endpoints,
    @Option(
            value = "file that keeps every answer; empty: calls.sqlite in the run folder",
            mayDiffer = true)
        String cache,
    @Option(
            value = "most money for the whole run, in the endpoints' currency; none is no limit",
            mayDiffer = true)
        OptionalDouble maxCost,
    @Option(
            value = "most tokens for the whole run, read and written; none is no limit",
            mayDiffer = true)
        OptionalLong maxSpentTokens,
    @Option(
            value = "seconds from a question to the end of its answer; 0: the endpoint's",
            mayDiffer = true)
        double timeout,
    @Option(value = "answers that a model folder writes at once", mayDiffer = true) int slots) {

  public TeacherOptions {
    teacher = List.copyOf(teacher);
    require(timeout >= 0, "timeout must not be negative (got %s); 0: the endpoint's", timeout);
    require(slots > 0, "slots must be positive (got %d)", slots);
    var unused = new SpendingLimits(maxCost, maxSpentTokens);
  }

  /** All defaults; the teachers must be given. */
  public static TeacherOptions defaults() {
    return new TeacherOptions(
        List.of(), "", "", OptionalDouble.empty(), OptionalLong.empty(), 0, 8);
  }

  SpendingLimits limits() {
    return new SpendingLimits(maxCost, maxSpentTokens);
  }
}

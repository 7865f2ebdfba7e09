package org.plumbline.distill.optimize;

import static org.plumbline.core.error.Require.require;

/**
 * How many calls a search makes if every reply can be read and every prompt is new.
 *
 * <p>Each item takes {@code c} calls. Start: {@code P n c}. A round that finds {@code P} prompts
 * writes {@code m = min(top, P)} by reflection and as many by resampling, so {@code m + 1} calls to
 * the writer and {@code 2 m n c} for the items; then there are {@code P + 2 m}. Selection: {@code
 * (top + 1) s c}. Held out: {@code 3 h c}. The probe of the judge comes on top.
 *
 * @param start for the starting prompts
 * @param search for the rounds, items and writer
 * @param writer of these, calls to the writer of prompts
 * @param selection for choosing among the best
 * @param heldOut for the comparison at the end, at most
 * @param prompts that will have been tried
 */
public record CallPlan(
    long start, long search, long writer, long selection, long heldOut, int prompts) {

  /**
   * By the formula.
   *
   * @param prompts starting ones
   * @param items of the search, of the selection (0: none) and held out
   * @param calls that one item takes
   */
  public static CallPlan of(int prompts, Parts.Sizes items, int calls, OptimizerOptions options) {
    require(prompts > 0 && calls > 0, "a search needs prompts and calls (got none)");
    int pool = prompts;
    long search = 0;
    long writer = 0;
    for (int iteration = 0; iteration < options.iterations(); iteration++) {
      int parents = Math.min(options.top(), pool);
      writer += parents + 1;
      search += parents + 1 + 2L * parents * items.search() * calls;
      pool += 2 * parents;
    }
    long selected = Math.min(options.top(), pool) + 1L;
    return new CallPlan(
        (long) prompts * items.search() * calls,
        search,
        writer,
        items.selection() == 0 ? 0 : selected * items.selection() * calls,
        3L * items.heldOut() * calls,
        pool);
  }

  /**
   * Items that are tried.
   *
   * @param calls that one takes, as the plan was made with
   */
  public long items(int calls) {
    return (total() - writer) / calls;
  }

  /** All of them. */
  public long total() {
    return start + search + selection + heldOut;
  }
}

package org.plumbline.align.reward;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.plumbline.core.data.Preference;

/**
 * Which preferences are trained on and which are kept for measuring.
 *
 * <p>A group stays together, because its rows share their wording: torn apart, it would leak.
 *
 * @param training numbers of the rows that are trained on, ascending
 * @param validation numbers of the others, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // numbers stay primitive; nobody compares these
record ValidationSplit(int[] training, int[] validation) {

  static ValidationSplit of(List<Preference> preferences, double share, SplittableRandom random) {
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    for (int row = 0; row < preferences.size(); row++) {
      String group = preferences.get(row).group();
      // A row without a group is a group of its own; the number cannot be mistaken for a name of
      // the data.
      groups
          .computeIfAbsent(group.isEmpty() ? "\u0000" + row : group, g -> new ArrayList<>())
          .add(row);
    }
    List<List<Integer>> order = new ArrayList<>(groups.values());
    boolean[] kept = new boolean[preferences.size()];
    long wanted = Math.round(share * preferences.size());
    long have = 0;
    while (have < wanted && order.size() > 1) {
      List<Integer> group = order.remove(random.nextInt(order.size()));
      group.forEach(row -> kept[row] = true);
      have += group.size();
    }
    require(
        share == 0 || have > 0,
        "validation-share %s of %d preferences in %d groups leaves none to measure on; raise it, or set it to 0",
        share,
        preferences.size(),
        groups.size());
    return new ValidationSplit(rows(kept, false), rows(kept, true));
  }

  private static int[] rows(boolean[] kept, boolean wanted) {
    int[] rows = new int[kept.length];
    int n = 0;
    for (int row = 0; row < kept.length; row++) {
      if (kept[row] == wanted) {
        rows[n++] = row;
      }
    }
    return Arrays.copyOf(rows, n);
  }
}

package org.plumbline.core.data;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What can be said of a whole set of preferences before anything is trained on it.
 *
 * @param rows how many there are
 * @param duplicates rows that say again what an earlier one said
 * @param contradictions rows that say the opposite of an earlier one
 * @param distinctChosen how many different texts were ever chosen
 * @param distinctRejected how many different texts were ever rejected
 * @param groups how many different groups are named
 */
public record PreferenceAudit(
    int rows,
    int duplicates,
    int contradictions,
    int distinctChosen,
    int distinctRejected,
    int groups) {

  private record Pair(String prompt, String chosen, String rejected) {}

  /** Looks through all of them. */
  public static PreferenceAudit of(List<Preference> preferences) {
    Set<Pair> seen = new HashSet<>();
    Set<String> chosen = new HashSet<>();
    Set<String> rejected = new HashSet<>();
    Set<String> groups = new HashSet<>();
    int duplicates = 0;
    int contradictions = 0;
    for (Preference one : preferences) {
      duplicates += seen.add(new Pair(one.prompt(), one.chosen(), one.rejected())) ? 0 : 1;
      contradictions += seen.contains(new Pair(one.prompt(), one.rejected(), one.chosen())) ? 1 : 0;
      chosen.add(one.chosen());
      rejected.add(one.rejected());
      if (!one.group().isEmpty()) {
        groups.add(one.group());
      }
    }
    return new PreferenceAudit(
        preferences.size(),
        duplicates,
        contradictions,
        chosen.size(),
        rejected.size(),
        groups.size());
  }

  /**
   * Throws if nothing can be learnt: no rows, or every row with the same label, that is, the same
   * text chosen over the same text.
   *
   * @param source what the message calls the data
   */
  public void requireTrainable(String source) {
    require(rows > 0, "training needs preferences; '%s' holds no rows", source);
    require(
        rows == 1 || distinctChosen > 1 || distinctRejected > 1,
        "training needs more than one label; all %d rows of '%s' choose one and the same text over one and the same other. Look at how the data was made",
        rows,
        source);
  }

  /** What a person should know, one sentence each; empty if nothing is odd. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (duplicates > 0) {
      remarks.add("%d of %d rows repeat an earlier one".formatted(duplicates, rows));
    }
    if (contradictions > 0) {
      remarks.add(
          "%d of %d rows say the opposite of an earlier one".formatted(contradictions, rows));
    }
    if (rows > 1 && distinctChosen == 1) {
      remarks.add("all rows choose the same text");
    }
    if (rows > 1 && distinctRejected == 1) {
      remarks.add("all rows reject the same text");
    }
    if (groups == 1) {
      remarks.add("all rows that name a group name the same one, so no split by group is possible");
    }
    return remarks;
  }
}

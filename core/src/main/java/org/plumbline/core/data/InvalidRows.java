package org.plumbline.core.data;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.plumbline.core.error.InvalidInputException;

/** What to do with a row that breaks a rule: refuse the file, or leave the row out and count it. */
public final class InvalidRows {
  private static final String OPTION =
      "Mend the row, or use --skip-invalid to leave such rows out and count them";

  private final boolean skip;
  private final String wayOut;
  private final Map<String, Integer> skipped = new TreeMap<>();

  private InvalidRows(boolean skip, String wayOut) {
    this.skip = skip;
    this.wayOut = wayOut;
  }

  /** The first invalid row ends the reading. */
  public static InvalidRows refuse() {
    return new InvalidRows(false, OPTION);
  }

  /** The same where no option lets a user leave rows out: the message must not name one. */
  public static InvalidRows refuseAlways() {
    return new InvalidRows(false, "Mend the row");
  }

  /** Invalid rows are left out and counted here. */
  public static InvalidRows skip() {
    return new InvalidRows(true, OPTION);
  }

  /** How many rows were left out until now, by reason. */
  public Map<String, Integer> skipped() {
    return Collections.unmodifiableMap(skipped);
  }

  /** How many rows were left out until now. */
  public int total() {
    return skipped.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** For example {@code 3 rows skipped: 2 broken JSON, 1 empty chosen}. */
  @Override
  public String toString() {
    String reasons =
        skipped.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    return total() == 0 ? "no rows skipped" : "%d rows skipped: %s".formatted(total(), reasons);
  }

  /** Whether invalid rows are left out. */
  public boolean areSkipped() {
    return skip;
  }

  /**
   * Tells of a piece of a file that is no row.
   *
   * @param place file and line
   * @param reason the kind of fault, to count by
   * @param message what was expected and what was there
   * @throws InvalidInputException unless such rows are left out
   */
  public void broken(String place, String reason, String message) {
    handle(place, new InvalidRowException(reason, message));
  }

  void handle(String place, InvalidRowException fault) {
    if (!skip) {
      throw new InvalidInputException(
          "%s: %s. %s".formatted(place, fault.getMessage(), wayOut), fault);
    }
    skipped.merge(fault.reason(), 1, Integer::sum);
  }
}

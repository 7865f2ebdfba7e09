package org.plumbline.distill.corpus;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what was left out or changed on the way from a file to paragraphs, and why. */
public final class Cleaned {
  private static final int EXAMPLES = 3;
  private static final int SHOWN = 80;

  /** Why something is not in the text as it stood in the file. */
  public enum Reason {
    /** Characters were composed (Unicode NFC). */
    COMPOSED,
    /** Characters that show nothing: control, private use, soft hyphens, marks of replacement. */
    INVISIBLE,
    /** A word that was cut at the end of a line was joined. */
    HYPHEN,
    /** A header or footer that stands on several pages. */
    RUNNING_LINE,
    /** The number of a page. */
    PAGE_NUMBER,
    /** Lines of a table of contents. */
    CONTENTS,
    /** Lines of an index at the end. */
    INDEX,
    /** An image; text alone is read. */
    IMAGE,
    /** The address of a link; its words stay. */
    LINK_ADDRESS,
    /** Tags and comments of HTML, marks without words. */
    MARKUP,
    /** Menus, headers and footers of a web page, scripts. */
    NAVIGATION,
    /** A paragraph that repeats another. */
    DUPLICATE
  }

  /**
   * One kind of cleaning.
   *
   * @param count how often
   * @param characters how many of them went
   * @param examples the first few, shortened
   */
  public record Count(Reason reason, int count, long characters, List<String> examples) {}

  private final Map<Reason, Count> counts = new EnumMap<>(Reason.class);

  /** Notes what goes. */
  public void add(Reason reason, String what) {
    add(new Count(reason, 1, what.length(), List.of(shown(what))));
  }

  /** Notes all that another has counted. */
  public void addAll(Cleaned other) {
    other.counts.values().forEach(this::add);
  }

  /** The counts, without those of nothing. */
  public List<Count> counts() {
    return List.copyOf(counts.values());
  }

  private void add(Count more) {
    counts.merge(
        more.reason(),
        more,
        (a, b) -> {
          List<String> examples = a.examples();
          if (examples.size() < EXAMPLES) {
            examples = new ArrayList<>(examples);
            examples.addAll(b.examples());
            examples = examples.subList(0, Math.min(EXAMPLES, examples.size()));
          }
          return new Count(
              a.reason(),
              a.count() + b.count(),
              a.characters() + b.characters(),
              List.copyOf(examples));
        });
  }

  private static String shown(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
  }
}

package org.plumbline.documents;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plumbline.distill.corpus.Cleaned;
import org.plumbline.distill.corpus.Cleaned.Reason;
import org.plumbline.distill.corpus.HeadingLines;

/**
 * Takes page numbers and running headers and footers off printed pages.
 *
 * <p>Looked at are the two first and the two last lines of a page. What goes is a number alone, and
 * a line that stands on at least three pages there, apart from a number that grows with the pages.
 * So {@code Chapter 1} and {@code Chapter 2} are no running line; and of one that may be a title,
 * the first stays.
 */
final class RunningLines {
  private static final int LOOKED_AT = 2;
  private static final int PAGES = 3;
  private static final Pattern NUMBER_ALONE =
      Pattern.compile(
          "(?i)[-–—\\s]*(?:page\\s*)?(?:\\d{1,4}|[ivxlc]{1,7})(?:\\s*(?:of|/)\\s*\\d{1,4})?[-–—\\s]*"
              + "|第\\s*\\d{1,4}\\s*页(?:[\\s,，/]*共\\s*\\d{1,4}\\s*页)?");
  private static final Pattern NUMBER_AT_EDGE =
      Pattern.compile("^(\\d{1,4})\\s+(?=\\D)|(?<=\\D)\\s+(\\d{1,4})$");

  private final List<List<List<String>>> pages;
  private final Cleaned cleaned;
  private final Map<String, Set<Integer>> standsOn = new HashMap<>();
  private final Set<String> seenTitles = new HashSet<>();
  private OptionalInt firstPage = OptionalInt.empty();

  /** A line at an edge of a page: in which paragraph, and the how manieth there. */
  private record Place(int paragraph, int line) {}

  private RunningLines(List<List<List<String>>> pages, Cleaned cleaned) {
    this.pages = pages;
    this.cleaned = cleaned;
  }

  /** Removes them; paragraphs without lines go too. */
  static void remove(List<List<List<String>>> pages, Cleaned cleaned) {
    RunningLines lines = new RunningLines(pages, cleaned);
    lines.firstPage = lines.mostFrequentOffset();
    lines.count();
    for (int page = 0; page < pages.size(); page++) {
      lines.removeFrom(page);
    }
  }

  private static List<Place> edges(List<List<String>> page) {
    List<Place> all = new ArrayList<>();
    for (int p = 0; p < page.size(); p++) {
      for (int l = 0; l < page.get(p).size(); l++) {
        all.add(new Place(p, l));
      }
    }
    if (all.size() <= 2 * LOOKED_AT) {
      return all;
    }
    List<Place> edges = new ArrayList<>(all.subList(0, LOOKED_AT));
    edges.addAll(all.subList(all.size() - LOOKED_AT, all.size()));
    return edges;
  }

  /** By how much printed numbers differ from the numbers of the pages, if many agree. */
  private OptionalInt mostFrequentOffset() {
    Map<Integer, Integer> offsets = new HashMap<>();
    for (int page = 0; page < pages.size(); page++) {
      Set<Integer> here = new HashSet<>();
      for (Place place : edges(pages.get(page))) {
        Matcher number = NUMBER_AT_EDGE.matcher(at(page, place).strip());
        while (number.find()) {
          here.add(Integer.parseInt(digits(number)) - page);
        }
      }
      here.forEach(offset -> offsets.merge(offset, 1, Integer::sum));
    }
    return offsets.entrySet().stream()
        .filter(entry -> entry.getValue() >= Math.max(PAGES, pages.size() / 5))
        .max(Map.Entry.comparingByValue())
        .map(entry -> OptionalInt.of(entry.getKey()))
        .orElse(OptionalInt.empty());
  }

  private static String digits(Matcher number) {
    return number.group(1) == null ? number.group(2) : number.group(1);
  }

  private void count() {
    for (int page = 0; page < pages.size(); page++) {
      for (Place place : edges(pages.get(page))) {
        standsOn
            .computeIfAbsent(withoutNumber(at(page, place), page), key -> new HashSet<>())
            .add(page);
      }
    }
  }

  private String withoutNumber(String line, int page) {
    String text = line.strip().replaceAll("\\s+", " ");
    Matcher number = NUMBER_AT_EDGE.matcher(text);
    StringBuilder rest = new StringBuilder();
    while (number.find()) {
      boolean grows =
          firstPage.isPresent() && Integer.parseInt(digits(number)) == page + firstPage.getAsInt();
      number.appendReplacement(rest, grows ? "" : Matcher.quoteReplacement(number.group()));
    }
    return number.appendTail(rest).toString().strip();
  }

  private void removeFrom(int page) {
    List<List<String>> paragraphs = pages.get(page);
    List<Place> edges = edges(paragraphs);
    for (int i = edges.size() - 1; i >= 0; i--) {
      Place place = edges.get(i);
      String line = at(page, place);
      if (NUMBER_ALONE.matcher(line.strip()).matches()) {
        cleaned.add(Reason.PAGE_NUMBER, line);
      } else if (runs(line, page)) {
        cleaned.add(Reason.RUNNING_LINE, line);
      } else {
        continue;
      }
      paragraphs.get(place.paragraph()).remove(place.line());
    }
    paragraphs.removeIf(List::isEmpty);
  }

  private boolean runs(String line, int page) {
    String text = withoutNumber(line, page);
    if (standsOn.getOrDefault(text, Set.of()).size() < PAGES) {
      return false;
    }
    boolean firstTitle = HeadingLines.level(text) > 0 && seenTitles.add(text);
    return !firstTitle;
  }

  private String at(int page, Place place) {
    return pages.get(page).get(place.paragraph()).get(place.line());
  }
}

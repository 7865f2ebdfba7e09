package org.plumbline.distill.template;

import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.plumbline.core.random.Seeds;

/**
 * Marks between which a prompt puts what others wrote, so that a sentence in it such as "ignore
 * your instructions" is seen to be material.
 *
 * <p>The mark is drawn anew for each call, so no text can hold its end; being drawn from the seed
 * and the call's name, it is the same when a step runs again.
 *
 * @param mark a word that stands in none of the texts
 */
public record Fence(String mark) {

  /** A mark that stands in none of these texts. */
  public static Fence around(List<String> texts, Seeds seeds) {
    SplittableRandom random = seeds.stream("mark");
    while (true) {
      String mark = HexFormat.of().toHexDigits(random.nextLong()).substring(0, 10);
      if (texts.stream().noneMatch(text -> text.contains(mark))) {
        return new Fence(mark);
      }
    }
  }

  /** A text between the marks. */
  public String enclose(String text) {
    return "<<<%s\n%s\n%s>>>".formatted(mark, text, mark);
  }

  /** A numbered list between the marks; line breaks of an item become blanks. */
  public String enclose(List<String> items) {
    return enclose(
        IntStream.range(0, items.size())
            .mapToObj(i -> "%d. %s".formatted(i + 1, items.get(i).replaceAll("\\s+", " ")))
            .collect(Collectors.joining("\n")));
  }
}

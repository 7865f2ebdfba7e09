package org.plumbline.distill.segment;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.run.ContentHash;

/**
 * A course's own terms: one a line, with how often it is thought to occur behind it if that is
 * known, separated by blanks; what follows is passed over, as are empty lines and those that begin
 * with a hash sign.
 *
 * @param frequencies of each term
 * @param source how figures name the list: its file's name and the beginning of its hash
 */
public record TermList(Map<String, Integer> frequencies, String source) {
  /** No terms. */
  public static final TermList NONE = new TermList(Map.of(), "none");

  /** Of a term without one: often enough to be kept together. */
  private static final int USUAL_FREQUENCY = 100_000;

  private static final int SHOWN = 12;

  public TermList {
    frequencies = Map.copyOf(frequencies);
  }

  /**
   * Reads it.
   *
   * @throws InvalidInputException if the file is not there, not UTF-8, holds no term, or a number
   *     that is none
   */
  public static TermList read(Path file) {
    Map<String, Integer> terms = new LinkedHashMap<>();
    int line = 0;
    try {
      for (String text : Files.readAllLines(file)) {
        line++;
        String[] parts = text.strip().split("\\s+");
        if (!parts[0].isEmpty() && !parts[0].startsWith("#")) {
          terms.put(parts[0], parts.length > 1 ? frequency(parts[1], file, line) : USUAL_FREQUENCY);
        }
      }
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          "a dictionary must be UTF-8, and '%s' is not".formatted(file), e);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read the dictionary '%s': %s"
              .formatted(file, Files.exists(file) ? "no permission" : "it does not exist"),
          e);
    }
    require(!terms.isEmpty(), "a dictionary must hold a term a line; '%s' holds none", file);
    String hash = ContentHash.of(file).toString();
    return new TermList(
        terms,
        "%s (%s)".formatted(file.getFileName(), hash.substring(0, Math.min(SHOWN, hash.length()))));
  }

  private static int frequency(String word, Path file, int line) {
    try {
      int frequency = Integer.parseInt(word);
      require(frequency > 0, "%s:%d: a frequency must be positive (got %s)", file, line, word);
      return frequency;
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "%s:%d: behind a term stands how often it occurs, a whole number, or nothing (got '%s')"
              .formatted(file, line, word),
          e);
    }
  }
}

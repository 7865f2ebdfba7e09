package org.plumbline.lm.text;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * GPT-2's split into words: no token crosses it.
 *
 * <p>It is what the {@code ByteLevel} pre-tokenizer of a {@code tokenizer.json} does. A word takes
 * the one space before it along; of several spaces the last goes with the word.
 */
final class WordSplitter {
  private static final Pattern WORD =
      Pattern.compile(
          "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private WordSplitter() {}

  static List<String> split(String text) {
    return WORD.matcher(text).results().map(MatchResult::group).toList();
  }

  static void forEach(String text, Consumer<String> word) {
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      word.accept(matcher.group());
    }
  }
}

package org.plumbline.core.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Ways to cut a text into the tokens that metrics count. */
public enum Tokenization implements TokenRule {
  /** At white space alone. */
  WHITESPACE("whitespace") {
    @Override
    public List<String> of(String text) {
      return Blanks.split(text);
    }
  },
  /**
   * The rules of the NIST script mteval-v13a, as sacrebleu has them: punctuation stands alone, but
   * for a comma or period between digits. Of no use for Chinese: a clause stays one token.
   */
  MTEVAL_13A("13a") {
    @Override
    public List<String> of(String text) {
      String plain =
          Blanks.stripEnd(text)
              .replace("<skipped>", "")
              .replace("-\n", "")
              .replace("\n", " ")
              .replace("&quot;", "\"")
              .replace("&amp;", "&")
              .replace("&lt;", "<")
              .replace("&gt;", ">");
      return Blanks.split(Punctuation.apart(" " + plain + " "));
    }
  },
  /** Every Chinese character stands alone, the rest is cut by the rules of 13a (sacrebleu). */
  ZH("zh") {
    @Override
    public List<String> of(String text) {
      StringBuilder apart = new StringBuilder();
      Blanks.strip(text)
          .codePoints()
          .forEach(
              c -> {
                boolean chinese = ChineseCharacters.contains(c);
                apart.append(chinese ? " " : "").appendCodePoint(c).append(chinese ? " " : "");
              });
      return Blanks.split(Punctuation.apart(apart.toString()));
    }
  },
  /** Every code point that is no white space (sacrebleu). */
  CHARACTERS("char") {
    @Override
    public List<String> of(String text) {
      return text.codePoints().filter(c -> !Blanks.is(c)).mapToObj(Character::toString).toList();
    }
  },
  /** Lower case; whatever is no ASCII letter or digit separates (rouge_score). Not for Chinese. */
  ROUGE("rouge") {
    @Override
    public List<String> of(String text) {
      List<String> words = new ArrayList<>();
      String lower = text.toLowerCase(Locale.ROOT);
      int from = 0;
      for (int i = 0; i <= lower.length(); i++) {
        if (i == lower.length() || !isLetterOrDigit(lower.charAt(i))) {
          if (i > from) {
            words.add(lower.substring(from, i));
          }
          from = i + 1;
        }
      }
      return words;
    }

    private boolean isLetterOrDigit(char c) {
      return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }
  };

  private final String label;

  Tokenization(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}

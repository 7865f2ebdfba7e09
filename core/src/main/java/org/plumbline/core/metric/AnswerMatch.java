package org.plumbline.core.metric;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whether a short answer is the right one, and how many of its tokens are: exact match and token F1
 * of SQuAD 2.0 (Rajpurkar et al. 2018), from 0 to 100, the best of several references.
 */
public enum AnswerMatch {
  /**
   * SQuAD's own: lower case, without ASCII punctuation and without the words a, an and the; tokens
   * lie between blanks.
   */
  SQUAD("squad") {
    @Override
    List<String> tokens(String answer) {
      StringBuilder kept = new StringBuilder();
      String lower = answer.toLowerCase(Locale.ROOT);
      for (int i = 0; i < lower.length(); i++) {
        if (!Chrf.isMark(lower.charAt(i))) {
          kept.append(lower.charAt(i));
        }
      }
      return Blanks.split(ARTICLE.matcher(kept).replaceAll(" "));
    }
  },
  /**
   * For Chinese, our own: lower case, without the punctuation of any script; every Chinese
   * character is a token, and so is every other run of letters and digits. The F1 of CMRC 2018 is
   * another: it takes the longest common piece.
   */
  CHINESE("squad-zh") {
    @Override
    List<String> tokens(String answer) {
      List<String> tokens = new ArrayList<>();
      StringBuilder run = new StringBuilder();
      answer
          .toLowerCase(Locale.ROOT)
          .codePoints()
          .forEach(
              c -> {
                boolean alone = isAlone(c);
                if (Character.isLetterOrDigit(c) && !alone) {
                  run.appendCodePoint(c);
                  return;
                }
                if (Blanks.is(c) || alone) {
                  end(run, tokens);
                }
                if (alone) {
                  tokens.add(Character.toString(c));
                }
              });
      end(run, tokens);
      return tokens;
    }
  };

  /** As Python's: a word ends where no letter, digit or underscore of any script follows. */
  private static final Pattern ARTICLE =
      Pattern.compile("\\b(a|an|the)\\b", Pattern.UNICODE_CHARACTER_CLASS);

  private final String label;

  AnswerMatch(String label) {
    this.label = label;
  }

  /** The name in signatures. */
  public String label() {
    return label;
  }

  /** The tokens that are compared. */
  abstract List<String> tokens(String answer);

  /** Ideographs, and what is neither letter nor digit nor punctuation nor blank, such as signs. */
  private static boolean isAlone(int c) {
    return Character.isIdeographic(c)
        || !Character.isLetterOrDigit(c) && !Blanks.is(c) && !isPunctuation(c);
  }

  private static boolean isPunctuation(int c) {
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION,
          Character.CONTROL,
          Character.FORMAT ->
          true;
      default -> c < 0x80;
    };
  }

  private static void end(StringBuilder run, List<String> tokens) {
    if (!run.isEmpty()) {
      tokens.add(run.toString());
      run.setLength(0);
    }
  }

  /** 100 if an answer has the tokens of a reference in its order, else 0. */
  public double exact(String answer, List<String> references) {
    requireAny(references);
    List<String> own = tokens(answer);
    return references.stream().anyMatch(each -> tokens(each).equals(own)) ? 100 : 0;
  }

  /** The F score of tokens that both have; if one side has none, 100 if the other has none too. */
  public double f1(String answer, List<String> references) {
    requireAny(references);
    NgramMatches found =
        NgramMatches.of(tokens(answer), references.stream().map(this::tokens).toList(), 1);
    double best = 0;
    for (int r = 0; r < references.size(); r++) {
      int own = found.total(1);
      int wanted = found.total(1, r);
      double f =
          own == 0 || wanted == 0
              ? own == wanted ? 1 : 0
              : Rouge.Score.of(found.common(1, r), own, wanted).f();
      best = Math.max(best, f);
    }
    return 100 * best;
  }

  private static void requireAny(List<String> references) {
    require(!references.isEmpty(), "an answer needs a reference to compare with (got none)");
  }
}

package org.plumbline.cli.metric;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.plumbline.core.data.References;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.Nearest;
import org.plumbline.core.error.Require;
import org.plumbline.core.metric.AnswerMatch;
import org.plumbline.core.metric.Bleu;
import org.plumbline.core.metric.MetricName;
import org.plumbline.core.metric.Segmenter;
import org.plumbline.core.metric.StemmedWords;
import org.plumbline.core.metric.TokenRule;
import org.plumbline.core.metric.Tokenization;
import org.plumbline.distill.segment.HanLp;
import org.plumbline.distill.segment.Jieba;
import org.plumbline.distill.segment.TermList;

/**
 * By which rules texts are cut, chosen by the user or by the references' script.
 *
 * @param tokens of BLEU and GLEU
 * @param rouge of ROUGE
 * @param answers of exact match and F1
 * @param warnings what the user must know of them
 */
public record TokenChoice(
    TokenRule tokens, TokenRule rouge, AnswerMatch answers, List<String> warnings) {
  /** The word that leaves the choice to the references. */
  public static final String AUTO = "auto";

  private static final String JIEBA = "jieba";
  private static final String HANLP = "hanlp";
  private static final String STEMS = "rouge-stems";

  /** References with at least this share of Chinese among their characters are Chinese. */
  private static final double CHINESE = 0.1;

  /** What leaves a Chinese clause whole, or drops it. */
  private static final Set<TokenRule> NOT_FOR_CHINESE =
      Set.of(
          Tokenization.MTEVAL_13A, Tokenization.WHITESPACE, Tokenization.ROUGE, new StemmedWords());

  public TokenChoice {
    warnings = List.copyOf(warnings);
  }

  /**
   * The words of the command line.
   *
   * @param tokens of BLEU and GLEU, {@link #AUTO} or a rule's name
   * @param rouge of ROUGE, the same
   * @param answers of exact match and F1: {@link #AUTO}, squad or squad-zh
   * @param dictionary a file of terms for a segmenter; empty for none
   */
  public record Words(String tokens, String rouge, String answers, String dictionary) {

    /** The rules that these words mean for such references. */
    public TokenChoice resolve(List<References> references) {
      boolean chinese = isChinese(references);
      Optional<TokenRule> chosen = rule(tokens, dictionary);
      TokenRule usual = chosen.orElse(chinese ? Tokenization.ZH : Tokenization.MTEVAL_13A);
      TokenRule ofRouge =
          tokens.equals(rouge) ? usual : rule(rouge, dictionary).orElse(usualOfRouge(usual));
      if (rouge.equals(AUTO)) {
        ofRouge = usualOfRouge(usual);
      }
      Require.require(
          dictionary.isEmpty() || usual instanceof Segmenter || ofRouge instanceof Segmenter,
          "a dictionary is for a segmenter; add --tokens jieba or --tokens hanlp, or leave --dictionary out");
      AnswerMatch match = answers(chinese);
      return new TokenChoice(usual, ofRouge, match, warnings(chinese, usual, ofRouge, match));
    }

    private AnswerMatch answers(boolean chinese) {
      if (answers.equals(AUTO)) {
        return chinese ? AnswerMatch.CHINESE : AnswerMatch.SQUAD;
      }
      List<String> known = Arrays.stream(AnswerMatch.values()).map(AnswerMatch::label).toList();
      return Arrays.stream(AnswerMatch.values())
          .filter(each -> each.label().equals(answers))
          .findFirst()
          .orElseThrow(
              () ->
                  new InvalidInputException(
                      "no reading of answers is called '%s'; %s"
                          .formatted(answers, Nearest.hint(answers, known))));
    }
  }

  /**
   * What metrics need to know, with BLEU's usual smoothing.
   *
   * @param references of each text: their number, or {@code var}
   */
  public MetricName.Choices choices(String references) {
    return new MetricName.Choices(tokens, rouge, Bleu.USUAL.smoothing(), answers, references);
  }

  /** ROUGE keeps its own rule beside 13a, and takes any other. */
  private static TokenRule usualOfRouge(TokenRule tokens) {
    return tokens == Tokenization.MTEVAL_13A ? Tokenization.ROUGE : tokens;
  }

  private static Optional<TokenRule> rule(String word, String dictionary) {
    return switch (word) {
      case AUTO -> Optional.empty();
      case JIEBA -> Optional.of(Jieba.with(terms(dictionary)));
      case HANLP -> Optional.of(HanLp.with(terms(dictionary)));
      case STEMS -> Optional.of(new StemmedWords());
      default ->
          Optional.of(
              Arrays.stream(Tokenization.values())
                  .filter(each -> each.label().equals(word))
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new InvalidInputException(
                              "no way to cut texts is called '%s'; %s"
                                  .formatted(word, Nearest.hint(word, names())))));
    };
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(List.of(AUTO, JIEBA, HANLP, STEMS));
    Arrays.stream(Tokenization.values()).map(Tokenization::label).forEach(names::add);
    return names;
  }

  private static TermList terms(String dictionary) {
    return dictionary.isEmpty() ? TermList.NONE : TermList.read(Path.of(dictionary));
  }

  private static boolean isChinese(List<References> references) {
    long chinese = 0;
    long all = 0;
    for (References each : references) {
      for (String text : each.texts()) {
        chinese += text.codePoints().filter(Character::isIdeographic).count();
        all += text.codePoints().filter(c -> !Character.isWhitespace(c)).count();
      }
    }
    return chinese > 0 && chinese >= CHINESE * all;
  }

  private static List<String> warnings(
      boolean chinese, TokenRule tokens, TokenRule rouge, AnswerMatch answers) {
    List<String> warnings = new ArrayList<>();
    if (chinese && NOT_FOR_CHINESE.contains(tokens)) {
      warnings.add(
          "the references are Chinese, and '%s' leaves a Chinese clause one token: BLEU and GLEU say next to nothing; use --tokens zh, char, jieba or hanlp"
              .formatted(tokens.label()));
    }
    if (chinese && NOT_FOR_CHINESE.contains(rouge)) {
      warnings.add(
          "the references are Chinese, and ROUGE's '%s' %s: even equal texts may get 0; use --rouge-tokens zh, char, jieba or hanlp"
              .formatted(
                  rouge.label(),
                  rouge == Tokenization.ROUGE || rouge instanceof StemmedWords
                      ? "drops every Chinese character"
                      : "leaves a Chinese clause one token"));
    }
    if (chinese && answers == AnswerMatch.SQUAD) {
      warnings.add(
          "the references are Chinese, and SQuAD's F1 takes a Chinese clause for one token; use --answers squad-zh");
    }
    return warnings;
  }
}

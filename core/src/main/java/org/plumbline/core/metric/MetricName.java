package org.plumbline.core.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.Nearest;

/** The metrics by the names that users give. */
public enum MetricName {
  /** nltk's BLEU of runs of 1. */
  BLEU_1("bleu-1"),
  /** Of runs of 1 and 2. */
  BLEU_2("bleu-2"),
  /** Of runs of 1 to 3. */
  BLEU_3("bleu-3"),
  /** Of runs of 1 to 4. */
  BLEU_4("bleu-4"),
  /** sacrebleu's BLEU. */
  SACREBLEU("sacrebleu"),
  /** Google's BLEU. */
  GLEU("gleu"),
  /** Tokens. */
  ROUGE_1("rouge-1"),
  /** Pairs of tokens. */
  ROUGE_2("rouge-2"),
  /** Longest common sequence. */
  ROUGE_L("rouge-l"),
  /** The same by lines. */
  ROUGE_LSUM("rouge-lsum"),
  /** Characters. */
  CHRF("chrf"),
  /** Characters and words. */
  CHRF_PLUS_PLUS("chrf++"),
  /** The right answer or not. */
  EXACT_MATCH("exact-match"),
  /** Tokens of the right answer. */
  TOKEN_F1("token-f1");

  private final String label;

  MetricName(String label) {
    this.label = label;
  }

  /** The name. */
  public String label() {
    return label;
  }

  /**
   * The metric of this name.
   *
   * @throws InvalidInputException with the nearest name if there is none
   */
  public static MetricName parse(String word) {
    List<String> known = Arrays.stream(values()).map(MetricName::label).toList();
    return Arrays.stream(values())
        .filter(name -> name.label.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "no metric is called '%s'; %s".formatted(word, Nearest.hint(word, known))));
  }

  /**
   * What the definitions leave open.
   *
   * @param tokens of BLEU and GLEU
   * @param rougeTokens of ROUGE
   * @param smoothing of nltk's BLEU
   * @param answers how short answers are read
   * @param references of each text: their number, or {@code var}
   */
  public record Choices(
      TokenRule tokens,
      TokenRule rougeTokens,
      Bleu.Smoothing smoothing,
      AnswerMatch answers,
      String references) {}

  /** The metric itself. */
  public TextMetric metric(Choices choices) {
    return switch (this) {
      case BLEU_1 -> bleu(1, choices);
      case BLEU_2 -> bleu(2, choices);
      case BLEU_3 -> bleu(3, choices);
      case BLEU_4 -> bleu(4, choices);
      case SACREBLEU -> sacreBleu(choices);
      case GLEU -> googleBleu(choices);
      case ROUGE_1 -> rouge("rouge1", choices, (found, r) -> Rouge.ngrams(1, found, r));
      case ROUGE_2 -> rouge("rouge2", choices, (found, r) -> Rouge.ngrams(2, found, r));
      case ROUGE_L -> rouge("rougeL", choices, Rouge::longest);
      case ROUGE_LSUM -> rougeOfLines(choices);
      case CHRF -> chrf(Chrf.USUAL, choices);
      case CHRF_PLUS_PLUS -> chrf(Chrf.PLUS_PLUS, choices);
      case EXACT_MATCH -> answers("exact", choices, t -> exact(choices, t));
      case TOKEN_F1 -> answers("f1", choices, t -> f1(choices, t));
    };
  }

  private TextMetric bleu(int order, Choices choices) {
    RowCounts counts = new RowCounts.OfBleu(choices.tokens());
    Bleu bleu = new Bleu(order, choices.smoothing());
    String signature =
        "nltk %%s|weights:1/%d|smooth:%s|tok:%s|nrefs:%s|of:1"
            .formatted(
                order, choices.smoothing().label(), choices.tokens().label(), choices.references());
    return new TextMetric(
        label,
        Optional.of(
            new TextMetric.Corpus(
                counts,
                sums -> bleu.of(RowCounts.OfBleu.read(sums)),
                signature.formatted("corpus_bleu"))),
        new TextMetric.Single(
            texts -> bleu.of(RowCounts.OfBleu.read(texts.counts(counts))),
            signature.formatted("sentence_bleu")));
  }

  private TextMetric sacreBleu(Choices choices) {
    RowCounts counts = new RowCounts.OfBleu(choices.tokens());
    String form = "sacrebleu BLEU|%s|of:100";
    return new TextMetric(
        label,
        Optional.of(
            new TextMetric.Corpus(
                counts,
                sums -> SacreBleu.CORPUS.of(RowCounts.OfBleu.read(sums)),
                form.formatted(
                    SacreBleu.CORPUS.signature(choices.references(), choices.tokens())))),
        new TextMetric.Single(
            texts -> SacreBleu.SENTENCE.of(RowCounts.OfBleu.read(texts.counts(counts))),
            form.formatted(SacreBleu.SENTENCE.signature(choices.references(), choices.tokens()))));
  }

  private TextMetric googleBleu(Choices choices) {
    RowCounts counts = new RowCounts.OfGoogleBleu(choices.tokens());
    String signature =
        "nltk %%s (Wu et al. 2016)|orders:1-4|tok:%s|nrefs:%s|of:1"
            .formatted(choices.tokens().label(), choices.references());
    return new TextMetric(
        label,
        Optional.of(
            new TextMetric.Corpus(counts, MetricName::gleu, signature.formatted("corpus_gleu"))),
        new TextMetric.Single(
            texts -> gleu(texts.counts(counts)), signature.formatted("sentence_gleu")));
  }

  private static double gleu(double[] counts) {
    return new GoogleBleu.Counts(Math.round(counts[0]), Math.round(counts[1])).score();
  }

  private TextMetric chrf(Chrf chrf, Choices choices) {
    RowCounts counts = new RowCounts.OfChrf(chrf);
    String signature =
        "sacrebleu %s|%s|of:100".formatted(chrf.label(), chrf.signature(choices.references()));
    return new TextMetric(
        label,
        Optional.of(
            new TextMetric.Corpus(counts, sums -> chrf.of(RowCounts.OfChrf.read(sums)), signature)),
        new TextMetric.Single(
            texts -> chrf.of(RowCounts.OfChrf.read(texts.counts(counts))), signature));
  }

  /** A ROUGE score against one of several references. */
  private interface RougeScore {
    Rouge.Score of(NgramMatches found, int reference);
  }

  private TextMetric rouge(String type, Choices choices, RougeScore score) {
    return ofEach(
        rougeSignature(type, choices), texts -> best(texts.matches(choices.rougeTokens()), score));
  }

  private static double best(NgramMatches found, RougeScore score) {
    double best = 0;
    for (int r = 0; r < found.references(); r++) {
      best = Math.max(best, score.of(found, r).f());
    }
    return best;
  }

  private TextMetric rougeOfLines(Choices choices) {
    TokenRule tokens = choices.rougeTokens();
    return ofEach(
        rougeSignature("rougeLsum", choices),
        texts ->
            // Of single lines it is ROUGE-L, whose tokens are counted already.
            hasLines(texts) ? ofLines(texts, tokens) : best(texts.matches(tokens), Rouge::longest));
  }

  private static boolean hasLines(TextCounts texts) {
    return texts.text().indexOf('\n') >= 0
        || texts.references().stream().anyMatch(each -> each.indexOf('\n') >= 0);
  }

  private static double ofLines(TextCounts texts, TokenRule tokens) {
    return Rouge.best(
            Rouge::longestOfSentences,
            Rouge.sentences(texts.text(), tokens::of),
            texts.references().stream().map(each -> Rouge.sentences(each, tokens::of)).toList())
        .f();
  }

  private static String rougeSignature(String type, Choices choices) {
    return "rouge_score %s F1|tok:%s|nrefs:%s|of:1"
        .formatted(type, choices.rougeTokens().label(), choices.references());
  }

  private TextMetric answers(String function, Choices choices, ToDoubleFunction<TextCounts> score) {
    String definition =
        switch (choices.answers()) {
          case SQUAD -> "SQuAD 2.0 %s|norm:lower, no ASCII punctuation, no articles";
          case CHINESE -> "plumbline %s|norm:lower, no punctuation|tok:Chinese characters, words";
        };
    return ofEach(
        definition.formatted(function) + "|nrefs:" + choices.references() + "|of:100", score);
  }

  private static double exact(Choices choices, TextCounts texts) {
    return choices.answers().exact(texts.text(), texts.references());
  }

  private static double f1(Choices choices, TextCounts texts) {
    return choices.answers().f1(texts.text(), texts.references());
  }

  private TextMetric ofEach(String signature, ToDoubleFunction<TextCounts> score) {
    return new TextMetric(label, Optional.empty(), new TextMetric.Single(score, signature));
  }
}

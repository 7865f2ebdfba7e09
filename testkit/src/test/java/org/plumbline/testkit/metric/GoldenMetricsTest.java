package org.plumbline.testkit.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import org.plumbline.core.metric.AnswerMatch;
import org.plumbline.core.metric.Bleu;
import org.plumbline.core.metric.BleuCounts;
import org.plumbline.core.metric.Chrf;
import org.plumbline.core.metric.GoogleBleu;
import org.plumbline.core.metric.PorterStemmer;
import org.plumbline.core.metric.Rouge;
import org.plumbline.core.metric.SacreBleu;
import org.plumbline.core.metric.StemmedWords;
import org.plumbline.core.metric.TokenRule;
import org.plumbline.core.metric.Tokenization;
import org.plumbline.testkit.GoldenFile;

/**
 * Every case of golden-metrics.json and golden-metrics-more.json, computed by nltk, sacrebleu,
 * rouge_score and SQuAD's functions themselves.
 */
class GoldenMetricsTest {
  private static final double UNIT = 1e-9;
  private static final double HUNDRED = 1e-7;
  private static final TokenRule STEMS = new StemmedWords();

  /** What a view of a case is about: texts in tokens, and the expected numbers. */
  private record View(
      List<String> texts,
      List<List<String>> references,
      List<List<String>> tokens,
      List<List<List<String>>> referenceTokens,
      Tokenization tokenization) {

    BleuCounts bleu() {
      return IntStream.range(0, tokens.size())
          .mapToObj(this::bleu)
          .reduce(BleuCounts::plus)
          .orElseThrow();
    }

    BleuCounts bleu(int i) {
      return BleuCounts.of(tokens.get(i), referenceTokens.get(i));
    }

    GoogleBleu.Counts gleu(int i) {
      return GoogleBleu.counts(tokens.get(i), referenceTokens.get(i));
    }

    /** How many references each text has. */
    String numbers() {
      long different = references.stream().map(List::size).distinct().count();
      return different == 1 ? String.valueOf(references.get(0).size()) : "var";
    }

    double mean(ToDoubleFunction<Integer> of) {
      return IntStream.range(0, tokens.size()).boxed().mapToDouble(of).average().orElseThrow();
    }

    Rouge.Score rouge(String type, Function<String, List<String>> words) {
      return Rouge.Score.mean(
          IntStream.range(0, texts.size())
              .mapToObj(i -> rouge(type, words, texts.get(i), references.get(i)))
              .toList());
    }

    private static Rouge.Score rouge(
        String type, Function<String, List<String>> words, String text, List<String> references) {
      return switch (type) {
        case "rouge1" -> ngrams(1, words, text, references);
        case "rouge2" -> ngrams(2, words, text, references);
        case "rougeL" ->
            Rouge.best(Rouge::longest, words.apply(text), references.stream().map(words).toList());
        case "rougeLsum" ->
            Rouge.best(
                Rouge::longestOfSentences,
                Rouge.sentences(text, words),
                references.stream().map(each -> Rouge.sentences(each, words)).toList());
        default -> throw new IllegalArgumentException(type);
      };
    }

    private static Rouge.Score ngrams(
        int n, Function<String, List<String>> words, String text, List<String> references) {
      return Rouge.best(
          (a, b) -> Rouge.ngrams(n, a, b),
          words.apply(text),
          references.stream().map(words).toList());
    }
  }

  @TestFactory
  List<DynamicTest> everyCase() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode golden : cases()) {
      for (JsonNode view : golden.path("views")) {
        String name = golden.path("id").asText() + " " + view.path("tokenization").asText();
        View given = view(golden, view);
        tests.add(DynamicTest.dynamicTest(name + " tokens", () -> tokens(given, view)));
        view.path("expected")
            .properties()
            .forEach(
                e ->
                    tests.add(
                        DynamicTest.dynamicTest(
                            name + " " + e.getKey(),
                            () -> check(given, e.getKey(), e.getValue()))));
      }
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> everyStem() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode pair : file().path("porter_stems")) {
      tests.add(
          DynamicTest.dynamicTest(
              pair.get(0).asText(),
              () -> assertEquals(pair.get(1).asText(), PorterStemmer.stem(pair.get(0).asText()))));
    }
    return tests;
  }

  private static void tokens(View view, JsonNode json) {
    for (int i = 0; i < view.texts.size(); i++) {
      assertEquals(view.tokens.get(i), view.tokenization.of(view.texts.get(i)));
      List<List<String>> cut = view.references.get(i).stream().map(view.tokenization::of).toList();
      assertEquals(view.referenceTokens.get(i), cut);
    }
    if (json.has("hyp_tokens_stemmed")) {
      JsonNode stemmed = json.path("hyp_tokens_stemmed");
      boolean one = stemmed.path(0).isTextual() || stemmed.isEmpty();
      for (int i = 0; i < view.texts.size(); i++) {
        assertEquals(strings(one ? stemmed : stemmed.path(i)), STEMS.of(view.texts.get(i)));
      }
    }
  }

  private static void check(View view, String function, JsonNode expected) {
    switch (function) {
      case "nltk_bleu_none" ->
          orders(expected, UNIT, n -> new Bleu(n, Bleu.Smoothing.NONE).of(view.bleu()));
      case "nltk_bleu_method1" ->
          orders(expected, UNIT, n -> new Bleu(n, Bleu.Smoothing.TENTH).of(view.bleu()));
      case "nltk_bleu_method3" ->
          orders(expected, UNIT, n -> new Bleu(n, Bleu.Smoothing.HALVING).of(view.bleu()));
      case "nltk_mean_of_sentence_bleu_method1" ->
          orders(
              expected,
              UNIT,
              n -> view.mean(i -> new Bleu(n, Bleu.Smoothing.TENTH).of(view.bleu(i))));
      case "nltk_bleu_stats" -> nltkStatistics(view.bleu(), expected);
      case "nltk_gleu" ->
          assertEquals(
              expected.asDouble(),
              IntStream.range(0, view.tokens.size())
                  .mapToObj(view::gleu)
                  .reduce(GoogleBleu.Counts::plus)
                  .orElseThrow()
                  .score(),
              UNIT);
      case "nltk_mean_of_sentence_gleu" ->
          assertEquals(expected.asDouble(), view.mean(i -> view.gleu(i).score()), UNIT);
      case "sacrebleu_corpus_exp" ->
          orders(expected, HUNDRED, n -> sacre(n, SacreBleu.Smoothing.EXP, false).of(view.bleu()));
      case "sacrebleu_corpus_none" ->
          orders(expected, HUNDRED, n -> sacre(n, SacreBleu.Smoothing.NONE, false).of(view.bleu()));
      case "sacrebleu_sentence_exp_effective_order" ->
          orders(expected, HUNDRED, n -> sacre(n, SacreBleu.Smoothing.EXP, true).of(view.bleu()));
      case "sacrebleu_stats" -> sacreStatistics(view.bleu(), expected);
      case "sacrebleu_signature" ->
          assertEquals(
              expected.asText(), SacreBleu.CORPUS.signature(view.numbers(), view.tokenization));
      case "sacrebleu_chrf" -> chrf(view, expected, Chrf.USUAL);
      case "sacrebleu_chrf+" -> chrf(view, expected, new Chrf(6, 1, 2));
      case "sacrebleu_chrf++" -> chrf(view, expected, Chrf.PLUS_PLUS);
      case "sacrebleu_chrf_signature" ->
          assertEquals(expected.asText(), Chrf.USUAL.signature(view.numbers()));
      case "sacrebleu_chrf++_signature" ->
          assertEquals(expected.asText(), Chrf.PLUS_PLUS.signature(view.numbers()));
      case "squad_exact" ->
          assertEquals(
              expected.asDouble(),
              view.mean(i -> AnswerMatch.SQUAD.exact(view.texts.get(i), view.references.get(i))),
              HUNDRED);
      case "squad_f1" ->
          assertEquals(
              expected.asDouble(),
              view.mean(i -> AnswerMatch.SQUAD.f1(view.texts.get(i), view.references.get(i))),
              HUNDRED);
      case "rouge_nostem", "rouge_nostem_mean" ->
          rouge(expected, type -> view.rouge(type, Tokenization.ROUGE::of));
      case "rouge_stem", "rouge_stem_mean" -> rouge(expected, type -> view.rouge(type, STEMS::of));
      case "rouge_custom_tokenizer", "rouge_custom_tokenizer_mean" ->
          rouge(expected, type -> view.rouge(type, view.tokenization::of));
      default -> throw new TestAbortedException("not built: " + function);
    }
  }

  private static void chrf(View view, JsonNode expected, Chrf chrf) {
    long[] sum = new long[chrf.width()];
    for (int i = 0; i < view.texts.size(); i++) {
      long[] counts = chrf.counts(view.texts.get(i), view.references.get(i));
      Arrays.setAll(sum, k -> sum[k] + counts[k]);
    }
    assertEquals(expected.asDouble(), chrf.of(sum), HUNDRED);
  }

  private static SacreBleu sacre(int order, SacreBleu.Smoothing smoothing, boolean effective) {
    return new SacreBleu(order, smoothing, effective);
  }

  private static void orders(
      JsonNode expected, double tolerance, Function<Integer, Double> ofOrder) {
    if (expected.isEmpty()) {
      fail("no number to compare with");
    }
    expected
        .properties()
        .forEach(
            e ->
                assertEquals(
                    e.getValue().asDouble(),
                    ofOrder.apply(Integer.parseInt(e.getKey().substring(4))),
                    tolerance,
                    e.getKey()));
  }

  private static void rouge(JsonNode expected, Function<String, Rouge.Score> ofType) {
    Iterator<Map.Entry<String, JsonNode>> types = expected.properties().iterator();
    while (types.hasNext()) {
      Map.Entry<String, JsonNode> type = types.next();
      Rouge.Score score = ofType.apply(type.getKey());
      assertEquals(type.getValue().path("p").asDouble(), score.precision(), UNIT, type.getKey());
      assertEquals(type.getValue().path("r").asDouble(), score.recall(), UNIT, type.getKey());
      assertEquals(type.getValue().path("f").asDouble(), score.f(), UNIT, type.getKey());
    }
  }

  private static void nltkStatistics(BleuCounts counts, JsonNode expected) {
    assertEquals(numbers(expected.path("numerators")), list(counts.matches()));
    assertEquals(numbers(expected.path("denominators")), list(counts.atLeastOne()));
    assertEquals(expected.path("hyp_len").asLong(), counts.length());
    assertEquals(expected.path("ref_len").asLong(), counts.referenceLength());
    assertEquals(expected.path("brevity_penalty").asDouble(), counts.brevityPenalty(), UNIT);
  }

  private static void sacreStatistics(BleuCounts counts, JsonNode expected) {
    assertEquals(numbers(expected.path("counts")), list(counts.matches()));
    assertEquals(numbers(expected.path("totals")), list(counts.totals()));
    assertEquals(expected.path("sys_len").asLong(), counts.length());
    assertEquals(expected.path("ref_len").asLong(), counts.referenceLength());
    assertEquals(expected.path("bp").asDouble(), SacreBleu.brevityPenalty(counts), UNIT);
  }

  private static View view(JsonNode golden, JsonNode view) {
    boolean corpus = golden.path("kind").asText().equals("corpus");
    Tokenization tokenization =
        switch (view.path("tokenization").asText()) {
          case "whitespace" -> Tokenization.WHITESPACE;
          case "13a" -> Tokenization.MTEVAL_13A;
          case "zh" -> Tokenization.ZH;
          case "char" -> Tokenization.CHARACTERS;
          case "rouge_default" -> Tokenization.ROUGE;
          default -> throw new IllegalArgumentException(view.path("tokenization").asText());
        };
    return corpus
        ? new View(
            strings(golden.path("hypotheses")),
            each(golden.path("references"), GoldenMetricsTest::strings),
            each(view.path("hyp_tokens"), GoldenMetricsTest::strings),
            each(view.path("ref_tokens"), one -> each(one, GoldenMetricsTest::strings)),
            tokenization)
        : new View(
            List.of(golden.path("hypothesis").asText()),
            List.of(strings(golden.path("references"))),
            List.of(strings(view.path("hyp_tokens"))),
            List.of(each(view.path("ref_tokens"), GoldenMetricsTest::strings)),
            tokenization);
  }

  private static <T> List<T> each(JsonNode array, Function<JsonNode, T> of) {
    return StreamSupport.stream(array.spliterator(), false).map(of).toList();
  }

  private static List<String> strings(JsonNode array) {
    return each(array, JsonNode::asText);
  }

  private static List<Long> numbers(JsonNode array) {
    return each(array, JsonNode::asLong);
  }

  private static List<Long> list(long[] values) {
    return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
  }

  private static List<JsonNode> cases() {
    List<JsonNode> cases = new ArrayList<>();
    for (String name : List.of("golden-metrics.json", "golden-metrics-more.json")) {
      GoldenFile.json(GoldenMetricsTest.class, name).path("cases").forEach(cases::add);
    }
    return cases;
  }

  private static JsonNode file() {
    return GoldenFile.json(GoldenMetricsTest.class, "golden-metrics.json");
  }
}

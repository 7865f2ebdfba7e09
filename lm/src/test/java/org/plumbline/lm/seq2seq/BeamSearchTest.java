package org.plumbline.lm.seq2seq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.generate.LogitsProcessor;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.seq2seq.BeamSearch.EarlyStopping;
import org.plumbline.lm.seq2seq.BeamSearch.Hypothesis;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/** A model whose next token depends on the last one alone, so that all texts can be listed. */
final class BeamSearchTest {
  private static final int VOCABULARY = 4;
  private static final int END = 3;
  private static final int MOST = 5;

  /** Beams enough that none of the 3^5 texts is lost. */
  private static final int ALL = 300;

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.6, 1, 2})
  void withBeamsEnoughItFindsTheBestOfAllTexts(double penalty) {
    for (long seed = 1; seed <= 5; seed++) {
      Chain chain = new Chain(seed);
      List<Hypothesis> all = new ArrayList<>();
      list(chain, new int[] {0}, 0, penalty, all);
      all.sort(Comparator.comparingDouble(Hypothesis::score).reversed());
      List<Hypothesis> found =
          search(chain, ALL, EarlyStopping.WHEN_IMPOSSIBLE_TO_IMPROVE, penalty, List.of());
      for (int rank = 0; rank < 4; rank++) {
        assertEquals(all.get(rank).score(), found.get(rank).score(), 1e-5, "seed " + seed);
        // Texts with the same steps in another order tie: the text must have the score it claims.
        int[] ids = found.get(rank).ids();
        assertEquals(chain.score(ids, penalty), found.get(rank).score(), 1e-5, "seed " + seed);
      }
    }
  }

  @Test
  void oneBeamWithoutAPenaltyIsGreedy() {
    for (long seed = 1; seed <= 5; seed++) {
      Chain chain = new Chain(seed);
      int[] greedy = new GreedySearch(chain, MOST, -1).of(List.of(new int[] {1})).getFirst();
      BeamSearch search =
          new BeamSearch(
              chain,
              new BeamSearch.Options(1, MOST, -1, EarlyStopping.WHEN_ALL_ENDED, 0, List.of()));
      assertArrayEquals(greedy, search.of(new int[] {1}).getFirst().ids(), "seed " + seed);
    }
  }

  @Test
  void rulesHoldForEveryText() {
    List<LogitsProcessor> rules =
        List.of(
            new LogitsProcessor.NoRepeatNgram(1),
            new LogitsProcessor.ForcedEnd(MOST + 1, Set.of(END)));
    for (Hypothesis text :
        search(new Chain(1), 3, EarlyStopping.WHEN_UNLIKELY_TO_IMPROVE, 1, rules)) {
      assertEquals(text.ids().length, Arrays.stream(text.ids()).distinct().count(), text::toString);
    }
    List<Hypothesis> forced =
        search(new Chain(2), 3, EarlyStopping.WHEN_UNLIKELY_TO_IMPROVE, 2, rules.subList(1, 2));
    assertTrue(
        forced.stream().allMatch(text -> text.ids()[text.ids().length - 1] == END),
        forced::toString);
  }

  private static List<Hypothesis> search(
      Chain chain, int beams, EarlyStopping stopping, double penalty, List<LogitsProcessor> rules) {
    BeamSearch.Options options = new BeamSearch.Options(beams, MOST, END, stopping, penalty, rules);
    return new BeamSearch(chain, options).of(new int[] {1});
  }

  private static void list(
      Chain chain, int[] ids, double sum, double penalty, List<Hypothesis> all) {
    int length = ids.length - 1;
    if (length == MOST || ids[length] == END) {
      int[] written = Arrays.copyOfRange(ids, 1, ids.length);
      all.add(new Hypothesis(written, sum / Math.pow(length, penalty)));
      return;
    }
    for (int id = 0; id < VOCABULARY; id++) {
      int[] longer = Arrays.copyOf(ids, ids.length + 1);
      longer[ids.length] = id;
      list(chain, longer, sum + chain.logProb(ids[length], id), penalty, all);
    }
  }

  /** A table of logits of the next token after each one. */
  private static final class Chain implements Seq2SeqLm {
    private final float[] logits = new float[VOCABULARY * VOCABULARY];
    private final Parameters parameters = new Parameters();

    Chain(long seed) {
      SplittableRandom random = new Seeds(seed).stream("chain");
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) (2 * random.nextGaussian());
      }
    }

    double logProb(int last, int next) {
      double sum = 0;
      for (int id = 0; id < VOCABULARY; id++) {
        sum += Math.exp(logits[last * VOCABULARY + id]);
      }
      return logits[last * VOCABULARY + next] - Math.log(sum);
    }

    double score(int[] ids, double penalty) {
      double sum = 0;
      for (int i = 0; i < ids.length; i++) {
        sum += logProb(i == 0 ? startId() : ids[i - 1], ids[i]);
      }
      return sum / Math.pow(ids.length, penalty);
    }

    @Override
    public Tensor encoded(TokenBatch texts) {
      return Tensor.zeros(texts.size(), texts.width(), 1);
    }

    @Override
    public Tensor decoded(TokenBatch written, Tensor encoded, int[] lengths) {
      Tensor table = Tensor.of(logits, VOCABULARY, VOCABULARY);
      return Ops.embedding(table, written.ids());
    }

    @Override
    public Decoding decoding(Tensor encoded, int[] lengths) {
      return new Rereading(this, encoded, lengths);
    }

    @Override
    public Tensor logits(Tensor decoded) {
      return decoded;
    }

    @Override
    public Parameters parameters() {
      return parameters;
    }

    @Override
    public Linears linears() {
      return new Linears(parameters);
    }

    @Override
    public int vocabularySize() {
      return VOCABULARY;
    }

    @Override
    public int startId() {
      return 0;
    }

    @Override
    public void close() {
      parameters.close();
    }
  }
}

package org.plumbline.lm.seq2seq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.GoldenModels;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.seq2seq.BeamSearch.EarlyStopping;
import org.plumbline.lm.seq2seq.BeamSearch.Hypothesis;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/** What is kept changes nothing: every golden encoder-decoder writes as if it read all again. */
final class CachedDecodingTest {
  private static final long SEED = 7;

  /** More than the places that a cache has at first, and within what the models read. */
  private static final int MOST = 38;

  private static final double TOLERANCE = 2e-4;

  private final SplittableRandom random = new Seeds(SEED).stream("texts");

  @ParameterizedTest
  @MethodSource("folders")
  void statesAreThoseOfReadingAllAgainWhateverRowsAreSelected(String name) {
    try (Seq2SeqLm model = model(name)) {
      List<int[]> texts = texts(model, 9, 4, 6);
      Scope.inference(
          () -> {
            TokenBatch read = new TokenBatch(texts);
            Tensor encoded = model.encoded(read);
            try (Decoding cached = model.decoding(encoded, read.lengths());
                Decoding again = new Rereading(model, encoded, read.lengths())) {
              compare(model, cached, again, 3, 2, "at first");
              select(new int[] {2, 0, 0, 1}, cached, again);
              compare(model, cached, again, 4, 3, "with a row twice");
              select(new int[] {3, 1}, cached, again);
              compare(model, cached, again, 2, MOST - 5, "with rows left out");
            }
            return 0;
          });
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void greedyTextsAreThoseOfReadingAllAgain(String name) {
    try (Seq2SeqLm model = model(name)) {
      List<int[]> texts = texts(model, 12, 3, 7, 7);
      List<int[]> found = new GreedySearch(model, MOST, -1).of(texts);
      List<int[]> again = new GreedySearch(rereading(model), MOST, -1).of(texts);
      for (int r = 0; r < texts.size(); r++) {
        assertArrayEquals(again.get(r), found.get(r), "text " + r + " of seed " + SEED);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void textsOfBeamSearchAreThoseOfReadingAllAgain(String name) {
    try (Seq2SeqLm model = model(name)) {
      BeamSearch.Options options =
          new BeamSearch.Options(4, MOST, 2, EarlyStopping.WHEN_UNLIKELY_TO_IMPROVE, 1, List.of());
      for (int[] text : texts(model, 11, 5)) {
        List<Hypothesis> found = new BeamSearch(model, options).of(text);
        List<Hypothesis> again = new BeamSearch(rereading(model), options).of(text);
        assertEquals(again.size(), found.size());
        for (int i = 0; i < found.size(); i++) {
          assertArrayEquals(again.get(i).ids(), found.get(i).ids(), "rank " + i + ", seed " + SEED);
          assertEquals(again.get(i).score(), found.get(i).score(), TOLERANCE);
        }
      }
    }
  }

  private static void select(int[] rows, Decoding cached, Decoding again) {
    cached.select(rows);
    again.select(rows);
  }

  private void compare(
      Seq2SeqLm model, Decoding cached, Decoding again, int rows, int steps, String when) {
    for (int step = 0; step < steps; step++) {
      int[] ids = ids(model, rows);
      float[] expected = again.next(ids).toFloats();
      float[] found = cached.next(ids).toFloats();
      assertArrayEquals(expected, found, (float) TOLERANCE, when + ", seed " + SEED);
    }
  }

  private List<int[]> texts(Seq2SeqLm model, int... lengths) {
    List<int[]> texts = new ArrayList<>();
    for (int length : lengths) {
      texts.add(ids(model, length));
    }
    return texts;
  }

  private int[] ids(Seq2SeqLm model, int count) {
    return random.ints(count, 3, model.vocabularySize()).toArray();
  }

  static List<String> folders() {
    return GoldenModels.with("config.json", "expected.json").stream()
        .filter(name -> ModelFolder.open(GoldenModels.folder(name)).isSeq2SeqLm())
        .toList();
  }

  private static Seq2SeqLm model(String name) {
    return ModelFolder.open(GoldenModels.folder(name)).seq2SeqLm();
  }

  /** The same model without a cache. */
  private static Seq2SeqLm rereading(Seq2SeqLm model) {
    return new Seq2SeqLm() {
      @Override
      public Decoding decoding(Tensor encoded, int[] lengths) {
        return new Rereading(model, encoded, lengths);
      }

      @Override
      public Parameters parameters() {
        return model.parameters();
      }

      @Override
      public Linears linears() {
        return model.linears();
      }

      @Override
      public int vocabularySize() {
        return model.vocabularySize();
      }

      @Override
      public int startId() {
        return model.startId();
      }

      @Override
      public Tensor encoded(TokenBatch texts) {
        return model.encoded(texts);
      }

      @Override
      public Tensor decoded(TokenBatch written, Tensor encoded, int[] lengths) {
        return model.decoded(written, encoded, lengths);
      }

      @Override
      public Tensor logits(Tensor decoded) {
        return model.logits(decoded);
      }

      @Override
      public void close() {
        model.close();
      }
    };
  }
}

package org.plumbline.bench;

import java.util.List;
import java.util.SplittableRandom;
import org.plumbline.lm.layer.Activation;
import org.plumbline.lm.seq2seq.Bart;
import org.plumbline.lm.seq2seq.BartConfig;
import org.plumbline.lm.seq2seq.BeamSearch;
import org.plumbline.lm.seq2seq.GreedySearch;
import org.plumbline.lm.seq2seq.Seq2SeqLm;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/** Texts of 32 tokens that are read, and 64 written for each. */
final class TranslationJob implements Job {
  private static final int READ = 32;
  private static final int WRITTEN = 64;

  /** A Marian of the usual size: 6 + 6 layers, 512 wide, vocabulary 58,101. */
  private static final BartConfig MARIAN =
      new BartConfig(
          58_101,
          512,
          new BartConfig.Stack(6, 8, 2048),
          new BartConfig.Stack(6, 8, 2048),
          512,
          Activation.SILU,
          true,
          BartConfig.Positions.SINES,
          58_100,
          -1);

  private final Seq2SeqLm model = random();
  private final int texts;
  private final int beams;

  private TranslationJob(int texts, int beams) {
    this.texts = texts;
    this.beams = beams;
  }

  /** The most probable token again and again, for several texts at once. */
  static Job greedy(int texts) {
    return new TranslationJob(texts, 1);
  }

  /** Beam search for one text. */
  static Job beams(int beams) {
    return new TranslationJob(1, beams);
  }

  private static Seq2SeqLm random() {
    Parameters parameters = new Parameters();
    Bart.shapes(MARIAN).forEach((name, shape) -> parameters.add(name, fresh(name, shape)));
    return new Bart(MARIAN, parameters);
  }

  private static Tensor fresh(String name, long[] shape) {
    Tensor weights = Tensor.keptZeros(shape);
    SplittableRandom random = Workload.SEEDS.child("weights").stream(name);
    float[] values = new float[Math.toIntExact(weights.count())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.02 * random.nextGaussian());
    }
    return weights.set(values);
  }

  @Override
  public String unit() {
    return "tokens";
  }

  @Override
  public long count() {
    return (long) texts * WRITTEN;
  }

  @Override
  public double run() {
    List<int[]> read = Workload.tokens(texts, READ);
    return Job.seconds(() -> write(read));
  }

  private void write(List<int[]> read) {
    if (beams == 1) {
      new GreedySearch(model, WRITTEN, -1).of(read);
    } else {
      new BeamSearch(
              model,
              new BeamSearch.Options(
                  beams, WRITTEN, -1, BeamSearch.EarlyStopping.WHEN_ALL_ENDED, 1, List.of()))
          .of(read.getFirst());
    }
  }

  @Override
  public void close() {
    model.close();
  }
}

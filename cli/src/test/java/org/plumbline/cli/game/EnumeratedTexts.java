package org.plumbline.cli.game;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.plumbline.align.policy.Policy;
import org.plumbline.core.data.Prompt;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.family.Llama;
import org.plumbline.lm.family.LlamaConfig;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.model.TokenLogProbs;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;
import org.plumbline.lm.text.BpeOptions;
import org.plumbline.lm.text.BpeTrainer;
import org.plumbline.lm.text.TextEncoder;
import org.plumbline.lm.text.Tokenizer;

/**
 * A transformer whose vocabulary and texts are so small that all it can write is listed: what is
 * otherwise estimated from samples is summed here.
 *
 * @param ids of each completion, the end of text among them if it was written
 * @param texts the same as text, as scorers see it
 * @param length most tokens of a completion
 */
@SuppressWarnings("ArrayRecordComponent") // ids stay primitive
record EnumeratedTexts(Policy policy, List<int[]> ids, List<String> texts, int length) {
  private static final int BEGIN = 0;
  private static final int END = 1;
  private static final Tokenizer TOKENIZER =
      BpeTrainer.train(Stream.of("!"), new BpeOptions(258, 2)).tokenizer();

  /** The one prompt of the game, which is empty. */
  static final List<Prompt> PROMPTS = List.of(new Prompt(""));

  /** A model of random weights over so many signs besides those that begin and end a text. */
  static EnumeratedTexts of(int signs, int length, Seeds seeds) {
    LlamaConfig config =
        new LlamaConfig(2 + signs, 16, 24, 1, 2, 2, 8, length + 1, 10_000, 1e-5, false, BEGIN, END);
    CausalLm lm = Llama.random(config, seeds);
    List<int[]> ids = new ArrayList<>();
    complete(new int[0], 2 + signs, length, ids);
    return new EnumeratedTexts(
        new Policy(lm, new TextEncoder(TOKENIZER, new TextEncoder.Options(length + 1))),
        ids,
        ids.stream().map(TOKENIZER::decode).toList(),
        length);
  }

  private static void complete(int[] start, int vocabulary, int length, List<int[]> ids) {
    for (int token = 0; token < vocabulary; token++) {
      int[] text = Arrays.copyOf(start, start.length + 1);
      text[start.length] = token;
      if (token == END || text.length == length) {
        ids.add(text);
      } else {
        complete(text, vocabulary, length, ids);
      }
    }
  }

  int size() {
    return ids.size();
  }

  /** Log-probability of every text, with gradients where they are recorded, [texts]. */
  Tensor logProbs(CausalLm lm) {
    List<int[]> rows =
        ids.stream()
            .map(text -> IntStream.concat(IntStream.of(BEGIN), IntStream.of(text)).toArray())
            .toList();
    int[] starts = new int[size()];
    Arrays.fill(starts, 1);
    long[] text =
        IntStream.range(0, size())
            .flatMap(x -> IntStream.generate(() -> x).limit(ids.get(x).length))
            .asLongStream()
            .toArray();
    return Ops.groupSums(
        TokenLogProbs.of(lm, new TokenBatch(rows), starts),
        Tensor.ofLongs(text, text.length),
        size());
  }

  /** The same as numbers that sum to 1 in double precision. */
  double[] distribution(CausalLm lm) {
    float[] rounded = Scope.inference(() -> logProbs(lm).toFloats());
    double sum = 0;
    for (float log : rounded) {
      sum += Math.exp(log);
    }
    double[] log = new double[rounded.length];
    double total = Math.log(sum);
    Arrays.setAll(log, x -> rounded[x] - total);
    return log;
  }

  /**
   * The wishes of three groups: as many of the first sign as can be, brevity, and the second sign
   * anywhere. Signs are the bytes from 0 on.
   */
  double[][] rewards() {
    return new double[][] {
      reward(text -> text.chars().filter(sign -> sign == 0).count() / (double) length),
      reward(text -> 1 - Math.min(1, text.length() / (double) length)),
      reward(text -> text.indexOf(1) >= 0 ? 1 : 0)
    };
  }

  private double[] reward(ToDoubleFunction<String> wish) {
    return texts.stream().mapToDouble(wish).toArray();
  }
}

package org.plumbline.lm.tensor;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** What networks are made of, as functions of tensors. */
public final class Ops {
  /** Scores of one matrix of attention from which on several threads are of use. */
  private static final long WORTH_SHARING = 256 * 256;

  private Ops() {}

  /** x W^T + b: [..., in] with weight [out, in] gives [..., out]. */
  public static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
    return Tensor.named(
        "linear",
        () ->
            new Tensor(
                bias == null
                    ? torch.linear(x.handle, weight.handle)
                    : torch.linear(x.handle, weight.handle, bias.handle)),
        x,
        weight);
  }

  /** a b: [..., n, k] and [..., k, m] give [..., n, m]. */
  public static Tensor matmul(Tensor a, Tensor b) {
    return Tensor.named("matmul", () -> new Tensor(torch.matmul(a.handle, b.handle)), a, b);
  }

  /** Rows of a table: ids [...] of whole numbers and table [rows, width] give [..., width]. */
  public static Tensor embedding(Tensor table, Tensor ids) {
    return Tensor.named(
        "embedding", () -> new Tensor(torch.embedding(table.handle, ids.handle)), table, ids);
  }

  /**
   * As above, but one row gets no gradient, as that of an id that serves as filling.
   *
   * @param fixedRow the row; -1 for none
   */
  public static Tensor embedding(Tensor table, Tensor ids, long fixedRow) {
    return Tensor.named(
        "embedding",
        () -> new Tensor(torch.embedding(table.handle, ids.handle, fixedRow, false, false)),
        table,
        ids);
  }

  /** Root-mean-square normalisation of the last dimension (Zhang and Sennrich 2019). */
  public static Tensor rmsNorm(Tensor x, Tensor weight, double epsilon) {
    return Tensor.named(
        "rmsNorm",
        () ->
            InferenceMode.is_enabled()
                ? rmsNormInPlace(x.handle, weight.handle, epsilon)
                : new Tensor(
                    torch.rms_norm(
                        x.handle,
                        new long[] {x.size(-1)},
                        new TensorOptional(weight.handle),
                        new DoubleOptional(epsilon))),
        x,
        weight);
  }

  /** The same by fewer operations, into tensors of its own. */
  private static Tensor rmsNormInPlace(
      org.bytedeco.pytorch.Tensor x, org.bytedeco.pytorch.Tensor weight, double epsilon) {
    org.bytedeco.pytorch.Tensor scale =
        torch
            .mean(x.mul(x), new long[] {-1}, true, new ScalarTypeOptional())
            .add_(new Scalar(epsilon))
            .rsqrt_();
    return new Tensor(x.mul(scale).mul_(weight));
  }

  /** Layer normalisation of the last dimension (Ba et al. 2016); the bias may be absent. */
  public static Tensor layerNorm(Tensor x, Tensor weight, @Nullable Tensor bias, double epsilon) {
    return Tensor.named(
        "layerNorm",
        () ->
            new Tensor(
                torch.layer_norm(
                    x.handle,
                    new long[] {x.size(-1)},
                    new TensorOptional(weight.handle),
                    bias == null ? new TensorOptional() : new TensorOptional(bias.handle),
                    epsilon,
                    false)),
        x,
        weight);
  }

  /**
   * Rotary position embedding in the half-split layout (Su et al. 2021, as Llama lays it out).
   *
   * @param x [batch, time, heads, head size]; values beyond the width of the angles stay as they
   *     are
   * @param cos cosines, to be broadcast: [time, 1, width] or [batch, time, 1, width]
   * @param signedSin sines whose first half of the width is negated, shaped as {@code cos}
   */
  public static Tensor rotate(Tensor x, Tensor cos, Tensor signedSin) {
    long width = cos.size(-1);
    return Tensor.named(
        "rotate",
        () -> {
          org.bytedeco.pytorch.Tensor turned = x.handle.narrow(-1, 0, width);
          org.bytedeco.pytorch.Tensor partners = torch.roll(turned, new long[] {width / 2}, -1);
          return turned(x, turned, partners, cos, signedSin);
        },
        x,
        cos);
  }

  /**
   * Rotary position embedding of neighbouring pairs (Su et al. 2021, as GLM lays it out).
   *
   * @param x [batch, time, heads, head size]; values beyond the width of the angles stay as they
   *     are
   * @param cos cosines, to be broadcast: [time, 1, width] or [batch, time, 1, width]
   * @param signedSin sines, negated at even places, shaped as {@code cos}
   */
  public static Tensor rotateNeighbours(Tensor x, Tensor cos, Tensor signedSin) {
    long width = cos.size(-1);
    return Tensor.named(
        "rotateNeighbours",
        () -> {
          org.bytedeco.pytorch.Tensor turned = x.handle.narrow(-1, 0, width);
          long[] shape = turned.shape();
          org.bytedeco.pytorch.Tensor pairs =
              turned.reshape(shape[0], shape[1], shape[2], width / 2, 2);
          org.bytedeco.pytorch.Tensor partners = torch.roll(pairs, new long[] {1}, -1);
          return turned(x, turned, partners.reshape(shape), cos, signedSin);
        },
        x,
        cos);
  }

  private static Tensor turned(
      Tensor x,
      org.bytedeco.pytorch.Tensor turned,
      org.bytedeco.pytorch.Tensor partners,
      Tensor cos,
      Tensor signedSin) {
    Tensor rotated = new Tensor(torch.addcmul(turned.mul(cos.handle), partners, signedSin.handle));
    long width = cos.size(-1);
    long rest = x.size(-1) - width;
    return rest == 0
        ? rotated
        : Tensor.cat(java.util.List.of(rotated, x.narrow(-1, width, rest)), -1);
  }

  /** x sigmoid(x). */
  public static Tensor silu(Tensor x) {
    return new Tensor(torch.silu(x.handle));
  }

  /** x Phi(x) with the error function, not its tanh approximation. */
  public static Tensor gelu(Tensor x) {
    return new Tensor(torch.gelu(x.handle));
  }

  /** x Phi(x) by its approximation with a hyperbolic tangent. */
  public static Tensor geluTanh(Tensor x) {
    return new Tensor(torch.gelu(x.handle, "tanh"));
  }

  /** max(0, x). */
  public static Tensor relu(Tensor x) {
    return new Tensor(torch.relu(x.handle));
  }

  /** 1 / (1 + e^-x). */
  public static Tensor sigmoid(Tensor x) {
    return new Tensor(torch.sigmoid(x.handle));
  }

  /** log(1 / (1 + e^-x)), computed without overflow. */
  public static Tensor logSigmoid(Tensor x) {
    return new Tensor(torch.log_sigmoid(x.handle));
  }

  public static Tensor softmax(Tensor x) {
    return new Tensor(torch.softmax(x.handle, -1));
  }

  public static Tensor logSoftmax(Tensor x) {
    return new Tensor(torch.log_softmax(x.handle, -1));
  }

  /** log sum exp over the last dimension: [..., n] gives [...]. */
  public static Tensor logSumExp(Tensor x) {
    return new Tensor(torch.logsumexp(x.handle, -1));
  }

  /**
   * Cross-entropy and its slope.
   *
   * @param sum over all rows, []
   * @param slope derivative of the sum times a factor by each logit, [rows, n]
   */
  public record CrossEntropy(Tensor sum, Tensor slope) {}

  /**
   * Minus the log-probability of one id in each row, and softmax(logits) minus one at the ids;
   * nothing of it is recorded.
   *
   * @param logits [rows, n]
   * @param ids whole numbers, [rows]
   * @param factor of the slope
   */
  public static CrossEntropy crossEntropy(Tensor logits, Tensor ids, double factor) {
    return Tensor.named(
        "crossEntropy",
        () -> {
          org.bytedeco.pytorch.Tensor places = ids.handle.unsqueeze(-1);
          org.bytedeco.pytorch.Tensor all = torch.log_softmax(logits.handle.detach(), -1);
          org.bytedeco.pytorch.Tensor asked = torch.gather(all, -1, places);
          org.bytedeco.pytorch.Tensor minusOnes = torch.ones_like(asked).neg_();
          org.bytedeco.pytorch.Tensor slope = all.exp_().scatter_add_(-1, places, minusOnes);
          return new CrossEntropy(
              new Tensor(asked.sum().neg_()), new Tensor(slope.mul_(new Scalar(factor))));
        },
        logits,
        ids);
  }

  /**
   * Scaled dot-product attention.
   *
   * @param query [batch, heads, time, width]
   * @param key [batch, heads, past, width]; fewer heads are shared among groups of query heads
   * @param value as the key
   * @param mask [batch or 1, 1, time, past] of truth values, true where attention is allowed; null
   *     for none
   * @param causal whether position t sees only positions up to t; only without a mask
   */
  public static Tensor attention(
      Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, boolean causal) {
    return attention(query, key, value, mask, causal, 1 / Math.sqrt(query.size(-1)));
  }

  /** As above, with products of queries and keys multiplied by {@code scale}. */
  public static Tensor attention(
      Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, boolean causal, double scale) {
    boolean grouped = query.size(1) != key.size(1);
    return Tensor.named(
        "attention",
        () ->
            new Tensor(
                torch.scaled_dot_product_attention(
                    query.handle,
                    key.handle,
                    value.handle,
                    mask == null ? new TensorOptional() : new TensorOptional(mask.handle),
                    0.0,
                    causal,
                    new DoubleOptional(scale),
                    grouped)),
        query,
        key,
        value);
  }

  /**
   * Attention whose scores are bent to lie between minus and plus {@code cap} before the mask
   * (Gemma 2).
   *
   * @param query [batch, heads, time, width]
   * @param key [batch, heads, past, width]; fewer heads are shared among groups of query heads
   * @param value as the key
   * @param mask [batch or 1, 1, time, past] of truth values, true where attention is allowed
   */
  public static Tensor cappedAttention(
      Tensor query, Tensor key, Tensor value, Tensor mask, double scale, double cap) {
    long[] shape = query.shape();
    long heads = key.size(1);
    Tensor grouped = query.reshape(shape[0], heads, shape[1] / heads, shape[2], shape[3]);
    Tensor scores = matmul(grouped, key.unsqueeze(2).transpose(-2, -1)).times(scale);
    Tensor hidden = new Tensor(mask.handle.logical_not()).unsqueeze(2);
    Tensor capped = softCap(scores, cap).maskedFill(hidden, Double.NEGATIVE_INFINITY);
    return matmul(softmax(capped), value.unsqueeze(2)).reshape(shape);
  }

  /**
   * Attention without the fused kernel, whose sums depend on where in memory they are made.
   *
   * @param query [lines, rows, width]
   * @param key [lines, past, width]
   * @param value as the key
   * @param mask what is added to the scores: [lines or 1, rows or 1, past]
   * @param cap bound to which scores are bent before the mask; 0 for none
   */
  public static Tensor maskedAttention(
      Tensor query, Tensor key, Tensor value, Tensor mask, double scale, double cap) {
    return Tensor.named(
        "maskedAttention",
        () ->
            query.size(1) * key.size(1) < WORTH_SHARING
                ? NativeRuntime.onOneThread(() -> masked(query, key, value, mask, scale, cap))
                : masked(query, key, value, mask, scale, cap),
        query,
        key,
        value);
  }

  private static Tensor masked(
      Tensor query, Tensor key, Tensor value, Tensor mask, double scale, double cap) {
    org.bytedeco.pytorch.Tensor turned = key.handle.transpose(1, 2);
    Tensor scores =
        cap == 0
            ? new Tensor(
                torch.baddbmm(mask.handle, query.handle, turned, new Scalar(1), new Scalar(scale)))
            : softCap(new Tensor(torch.bmm(query.handle, turned)).times(scale), cap).plus(mask);
    return new Tensor(torch.bmm(softmax(scores).handle, value.handle));
  }

  /**
   * Attention to whose scores a term is added, as relative positions ask for.
   *
   * @param query [batch, heads, time, width]
   * @param key [batch, heads, past, width]
   * @param value as the key
   * @param bias what is added to the scaled products, to be broadcast: [batch or 1, heads, time,
   *     past]
   * @param mask [batch or 1, 1, time or 1, past] of truth values, true where attention is allowed;
   *     null for none
   */
  public static Tensor biasedAttention(
      Tensor query, Tensor key, Tensor value, Tensor bias, @Nullable Tensor mask, double scale) {
    Tensor scores = matmul(query, key.transpose(-2, -1)).times(scale).plus(bias);
    Tensor allowed =
        mask == null
            ? scores
            : scores.maskedFill(new Tensor(mask.handle.logical_not()), Double.NEGATIVE_INFINITY);
    return matmul(softmax(allowed), value);
  }

  /** cap * tanh(x / cap): values bent to lie between minus and plus {@code cap}. */
  public static Tensor softCap(Tensor x, double cap) {
    return x.times(1 / cap).tanh().times(cap);
  }

  /**
   * The largest values of the last dimension, largest first, and their places.
   *
   * @param values [..., count]
   * @param indices whole numbers, [..., count]
   */
  public record Largest(Tensor values, Tensor indices) {}

  /** The {@code count} largest values of the last dimension. */
  public static Largest largest(Tensor x, int count) {
    org.bytedeco.pytorch.T_TensorTensor_T found = torch.topk(x.handle, count);
    return new Largest(new Tensor(found.get0()), new Tensor(found.get1()));
  }

  /** A sum to which rows are added at these places of the first dimension. */
  public static Tensor addRows(Tensor sum, Tensor places, Tensor rows) {
    return Tensor.named(
        "addRows",
        () -> new Tensor(torch.index_add(sum.handle, 0, places.handle, rows.handle)),
        sum,
        places,
        rows);
  }

  /**
   * Zeroes each value with the given probability and scales the others up, from the native random
   * stream.
   */
  public static Tensor dropout(Tensor x, double probability) {
    return probability == 0 ? x : new Tensor(torch.dropout(x.handle, probability, true));
  }

  /** Starts the native random stream, which only dropout draws from, anew. */
  public static void seedDropout(long seed) {
    NativeRuntime.load();
    torch.manual_seed(seed);
  }

  /** Index of the largest value along the last dimension, whole numbers: [..., n] gives [...]. */
  public static Tensor argmax(Tensor x) {
    return new Tensor(torch.argmax(x.handle, new LongOptional(-1), false));
  }

  /**
   * Sets the logits of all but the most probable tokens to minus infinity.
   *
   * @param logits [rows, vocabulary]
   * @param topK how many are kept; 0 keeps all
   * @param topP the fewest whose probability reaches this are kept, the one that crosses it among
   *     them; 1 keeps all
   */
  @SuppressWarnings("ReferenceEquality") // the very tensor is meant: nothing was left out
  public static Tensor keepMostProbable(Tensor logits, int topK, double topP) {
    org.bytedeco.pytorch.Tensor kept = logits.handle;
    if (topK > 0 && topK < logits.size(-1)) {
      org.bytedeco.pytorch.Tensor smallest = torch.topk(kept, topK).get0().narrow(-1, topK - 1, 1);
      kept = kept.masked_fill(torch.lt(kept, smallest), new Scalar(Double.NEGATIVE_INFINITY));
    }
    if (topP < 1) {
      org.bytedeco.pytorch.T_TensorTensor_T sorted = torch.sort(kept, -1, true);
      org.bytedeco.pytorch.Tensor probabilities = torch.softmax(sorted.get0(), -1);
      org.bytedeco.pytorch.Tensor before =
          torch.subtract(torch.cumsum(probabilities, -1), probabilities);
      org.bytedeco.pytorch.Tensor dropped = torch.ge(before, new Scalar(topP));
      kept =
          kept.masked_fill(
              torch.scatter(dropped, -1, sorted.get1(), dropped),
              new Scalar(Double.NEGATIVE_INFINITY));
    }
    return kept == logits.handle ? logits : new Tensor(kept);
  }

  /**
   * The token at which each row's cumulative probability first exceeds its random number.
   *
   * @param probabilities [rows, vocabulary]
   * @param uniform [rows], in [0, 1)
   * @return whole numbers, [rows]
   */
  public static Tensor invertCumulative(Tensor probabilities, Tensor uniform) {
    org.bytedeco.pytorch.Tensor cumulative = torch.cumsum(probabilities.handle, -1);
    // The sum of floats is not exactly 1: scaling by it keeps the number below the last sum, so no
    // token past the
    // vocabulary and none of probability zero can be drawn.
    org.bytedeco.pytorch.Tensor total = cumulative.narrow(-1, cumulative.size(-1) - 1, 1);
    org.bytedeco.pytorch.Tensor scaled = uniform.handle.unsqueeze(-1).mul(total);
    org.bytedeco.pytorch.Tensor below = torch.le(cumulative, scaled);
    return new Tensor(below.sum(-1));
  }

  /**
   * Sums of values that belong together.
   *
   * @param values [n]
   * @param groups the group of each value, whole numbers below {@code count}, [n]
   * @return [count]
   */
  public static Tensor groupSums(Tensor values, Tensor groups, long count) {
    return Tensor.named(
        "groupSums",
        () -> new Tensor(torch.index_add(torch.zeros(count), 0, groups.handle, values.handle)),
        values,
        groups);
  }
}

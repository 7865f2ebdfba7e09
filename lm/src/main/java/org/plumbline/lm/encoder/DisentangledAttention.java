package org.plumbline.lm.encoder;

import org.jspecify.annotations.Nullable;
import org.plumbline.lm.layer.Heads;
import org.plumbline.lm.layer.Linear;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/**
 * Attention whose scores are sums of content to content, content to position and position to
 * content (He et al. 2021, DeBERTa, equation 4).
 */
final class DisentangledAttention {
  private static final String PART = "attention.self.";

  private final int heads;
  private final double scale;
  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final @Nullable Linear positionKey;
  private final @Nullable Linear positionQuery;

  DisentangledAttention(DebertaV2Config config, Linears linears, String block) {
    this.heads = config.heads();
    this.scale = config.scale();
    this.query = linears.of(block + PART + "query_proj");
    this.key = linears.of(block + PART + "key_proj");
    this.value = linears.of(block + PART + "value_proj");
    RelativePositions relative = config.relative();
    boolean shared = relative != null && relative.sharedProjections();
    this.positionKey =
        relative == null || !relative.contentToPosition()
            ? null
            : shared ? key : linears.of(block + PART + "pos_key_proj");
    this.positionQuery =
        relative == null || !relative.positionToContent()
            ? null
            : shared ? query : linears.of(block + PART + "pos_query_proj");
  }

  /**
   * What a batch's blocks share.
   *
   * @param mask true at real tokens, [batch, 1, 1, time]; null if there are no others
   * @param distances vectors of relative positions, [1, rows, width]; null if there are none
   * @param rows the row for each query and key, [time, time]
   */
  record Pass(@Nullable Tensor mask, @Nullable Tensor distances, @Nullable Tensor rows) {}

  /** [batch, time, width] gives the same. */
  Tensor of(Tensor x, Pass pass) {
    Tensor q = Heads.split(query.apply(x), heads);
    Tensor k = Heads.split(key.apply(x), heads);
    Tensor v = Heads.split(value.apply(x), heads);
    Tensor bias = bias(q, k, pass);
    return Heads.joined(
        bias == null
            ? Ops.attention(q, k, v, pass.mask, false, scale)
            : Ops.biasedAttention(q, k, v, bias.times(scale), pass.mask, scale));
  }

  /** The terms with positions, not scaled, [batch, heads, time, time]; null if there are none. */
  private @Nullable Tensor bias(Tensor q, Tensor k, Pass pass) {
    if (pass.distances == null || pass.rows == null) {
      return null;
    }
    long time = q.size(2);
    Tensor sum = null;
    if (positionKey != null) {
      Tensor all = Ops.matmul(q, transposed(positionKey, pass.distances));
      sum = all.takeLast(pass.rows.expand(q.size(0), heads, time, time));
    }
    if (positionQuery != null) {
      Tensor all = Ops.matmul(k, transposed(positionQuery, pass.distances));
      Tensor rows = pass.rows.transpose(0, 1).expand(q.size(0), heads, time, time);
      Tensor term = all.takeLast(rows).transpose(-2, -1);
      sum = sum == null ? term : sum.plus(term);
    }
    return sum;
  }

  /** [1, heads, head size, rows]. */
  private Tensor transposed(Linear map, Tensor distances) {
    return Heads.split(map.apply(distances), heads).transpose(-2, -1);
  }
}

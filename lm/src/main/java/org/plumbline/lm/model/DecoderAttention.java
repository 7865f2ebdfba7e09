package org.plumbline.lm.model;

import org.jspecify.annotations.Nullable;
import org.plumbline.lm.layer.Linear;
import org.plumbline.lm.layer.LinearStack;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.layer.Norm;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/** The attention of one block: queries, keys and values, positions, and the map of the result. */
final class DecoderAttention {
  private final AttentionConfig config;
  private final int layer;
  private final Projection projection;
  private final @Nullable Norm queryNorm;
  private final @Nullable Norm keyNorm;
  private final Linear output;

  DecoderAttention(
      DecoderConfig config, DecoderNames names, int layer, Parameters parameters, Linears linears) {
    this.config = config.attention();
    this.layer = layer;
    String p = names.block(layer);
    this.projection = projection(names, p, linears);
    this.output = linears.of(p + names.attention().output(), names.inputsFirst());
    if (this.config.queryKeyNorm() == AttentionConfig.QueryKeyNorm.NONE) {
      this.queryNorm = null;
      this.keyNorm = null;
    } else {
      Norm.Kind kind = config.norm();
      this.queryNorm = Norm.of(kind, parameters, p + names.norms().query(), config.normEpsilon());
      this.keyNorm = Norm.of(kind, parameters, p + names.norms().key(), config.normEpsilon());
    }
  }

  /** [batch, time, width] gives the same. */
  Tensor of(Tensor x, Pass pass) {
    Projected p = projection.of(x);
    Tensor query = pass.rotate(layer, normed(queryNorm, p.query, config.heads()));
    Tensor key = pass.rotate(layer, normed(keyNorm, p.key, config.keyValueHeads()));
    Tensor value = heads(p.value, config.keyValueHeads());
    return output.apply(pass.attend(layer, query, key, value));
  }

  /** [batch, time, heads * head size] to [batch, time, heads, head size], normalised on the way. */
  private Tensor normed(@Nullable Norm norm, Tensor x, int heads) {
    if (norm == null) {
      return heads(x, heads);
    }
    return config.queryKeyNorm() == AttentionConfig.QueryKeyNorm.ALL_HEADS
        ? heads(norm.of(x), heads)
        : norm.of(heads(x, heads));
  }

  private Tensor heads(Tensor x, int heads) {
    return x.reshape(x.size(0), x.size(1), heads, config.headSize());
  }

  /** Queries, keys and values, each [batch, time, heads * head size]. */
  private record Projected(Tensor query, Tensor key, Tensor value) {}

  @FunctionalInterface
  private interface Projection {
    Projected of(Tensor x);
  }

  private Projection projection(DecoderNames names, String p, Linears linears) {
    return switch (names.attention()) {
      case DecoderNames.Attention.Separate s -> {
        LinearStack all =
            linears.stack(
                linears.of(p + s.query(), names.inputsFirst()),
                linears.of(p + s.key(), names.inputsFirst()),
                linears.of(p + s.value(), names.inputsFirst()));
        yield x -> {
          Tensor[] each = all.apply(x);
          return new Projected(each[0], each[1], each[2]);
        };
      }
      case DecoderNames.Attention.Joined j -> {
        Linear all = linears.of(p + j.all(), names.inputsFirst());
        yield j.perHead() ? x -> perHead(all.apply(x)) : x -> inSequence(all.apply(x));
      }
    };
  }

  private Projected inSequence(Tensor all) {
    long queries = (long) config.heads() * config.headSize();
    long keys = (long) config.keyValueHeads() * config.headSize();
    return new Projected(
        all.narrow(-1, 0, queries),
        all.narrow(-1, queries, keys),
        all.narrow(-1, queries + keys, keys));
  }

  private Projected perHead(Tensor all) {
    long size = config.headSize();
    Tensor heads = all.reshape(all.size(0), all.size(1), config.heads(), 3 * size);
    return new Projected(part(heads, 0), part(heads, size), part(heads, 2 * size));
  }

  private Tensor part(Tensor heads, long from) {
    return heads
        .narrow(-1, from, config.headSize())
        .reshape(heads.size(0), heads.size(1), (long) config.heads() * config.headSize());
  }
}

package org.plumbline.lm.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plumbline.lm.layer.FeedForward;
import org.plumbline.lm.layer.GatedMlp;
import org.plumbline.lm.layer.JoinedGatedMlp;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.layer.Mlp;
import org.plumbline.lm.layer.MoeBlock;
import org.plumbline.lm.layer.Norm;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/** One block: attention and feed-forward, each added to the residual stream, with its norms. */
final class DecoderBlock {
  private final boolean parallel;
  private final @Nullable Norm beforeAttention;
  private final DecoderAttention attention;
  private final @Nullable Norm afterAttention;
  private final @Nullable Norm beforeFeedForward;
  private final FeedForward feedForward;
  private final @Nullable Norm afterFeedForward;

  DecoderBlock(
      DecoderConfig config, DecoderNames names, int layer, Parameters parameters, Linears linears) {
    String p = names.block(layer);
    this.parallel = config.parallel();
    this.beforeAttention = norm(config, parameters, p, names.norms().beforeAttention());
    this.attention = new DecoderAttention(config, names, layer, parameters, linears);
    this.afterAttention = norm(config, parameters, p, names.norms().afterAttention());
    this.beforeFeedForward = norm(config, parameters, p, names.norms().beforeFeedForward());
    this.feedForward = feedForward(config, names, layer, linears);
    this.afterFeedForward = norm(config, parameters, p, names.norms().afterFeedForward());
  }

  /** The residual stream behind the block, [batch, time, width]. */
  Tensor apply(Tensor x, Pass pass) {
    Tensor attended = normed(afterAttention, attention.of(normed(beforeAttention, x), pass));
    if (parallel) {
      Tensor fed = normed(afterFeedForward, feedForward.of(normed(beforeFeedForward, x)));
      return x.plus(attended).plus(fed);
    }
    Tensor y = x.plus(attended);
    return y.plus(normed(afterFeedForward, feedForward.of(normed(beforeFeedForward, y))));
  }

  /** Adds to the residual stream, [batch, time, width], what the block adds to it. */
  void addTo(Tensor x, Pass pass) {
    Tensor attended = normed(afterAttention, attention.of(normed(beforeAttention, x), pass));
    if (parallel) {
      Tensor fed = normed(afterFeedForward, feedForward.of(normed(beforeFeedForward, x)));
      x.plusInPlace(attended).plusInPlace(fed);
      return;
    }
    x.plusInPlace(attended);
    x.plusInPlace(normed(afterFeedForward, feedForward.of(normed(beforeFeedForward, x))));
  }

  private static Tensor normed(@Nullable Norm norm, Tensor x) {
    return norm == null ? x : norm.of(x);
  }

  private static @Nullable Norm norm(
      DecoderConfig config, Parameters parameters, String p, @Nullable String name) {
    return name == null ? null : Norm.of(config.norm(), parameters, p + name, config.normEpsilon());
  }

  private static FeedForward feedForward(
      DecoderConfig config, DecoderNames names, int layer, Linears linears) {
    FeedForwardConfig f = config.feedForward();
    String p = names.block(layer);
    boolean inputsFirst = names.inputsFirst();
    return switch (names.feedForward()) {
      case DecoderNames.FeedForward.Plain n ->
          new Mlp(
              linears.of(p + n.up(), inputsFirst),
              linears.of(p + n.down(), inputsFirst),
              f.activation());
      case DecoderNames.FeedForward.Gated n -> gated(p, n, f, linears);
      case DecoderNames.FeedForward.JoinedGated n ->
          new JoinedGatedMlp(
              linears.of(p + n.gateAndUp()), linears.of(p + n.down()), f.activation());
      case DecoderNames.FeedForward.Experts n ->
          config.layers().get(layer).experts()
              ? experts(p, n, f, linears)
              : gated(p, n.dense(), f, linears);
    };
  }

  private static MoeBlock experts(
      String p, DecoderNames.FeedForward.Experts n, FeedForwardConfig f, Linears linears) {
    List<GatedMlp> experts = new ArrayList<>();
    for (int expert = 0; expert < f.experts(); expert++) {
      experts.add(gated(p + n.expert().formatted(expert), n.inside(), f, linears));
    }
    return new MoeBlock(linears.of(p + n.router()), experts, f.chosenExperts(), f.renormalised());
  }

  private static GatedMlp gated(
      String p, DecoderNames.FeedForward.Gated n, FeedForwardConfig f, Linears linears) {
    return new GatedMlp(
        linears.stack(linears.of(p + n.gate()), linears.of(p + n.up())),
        linears.of(p + n.down()),
        f.activation());
  }
}

package org.plumbline.lm.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plumbline.lm.layer.Norm;

/** Name and shape of every parameter of a decoder, in the order of its computation. */
final class DecoderShapes {
  private final DecoderConfig config;
  private final DecoderNames names;
  private final Map<String, long[]> shapes = new LinkedHashMap<>();

  private DecoderShapes(DecoderConfig config, DecoderNames names) {
    this.config = config;
    this.names = names;
  }

  static Map<String, long[]> of(DecoderConfig config, DecoderNames names) {
    return new DecoderShapes(config, names).all();
  }

  private Map<String, long[]> all() {
    long width = config.hiddenSize();
    weight(names.embedding(), config.vocabularySize(), width);
    if (names.positions() != null) {
      weight(names.positions(), config.contextLength(), width);
    }
    for (int layer = 0; layer < config.layers().size(); layer++) {
      block(names.block(layer), config.layers().get(layer));
    }
    norm("", names.finalNorm());
    if (config.head() == DecoderConfig.Head.OWN) {
      weight(names.head(), config.vocabularySize(), width);
    }
    return shapes;
  }

  private void block(String p, DecoderConfig.Layer layer) {
    norm(p, names.norms().beforeAttention());
    attention(p);
    norm(p, names.norms().afterAttention());
    norm(p, names.norms().beforeFeedForward());
    feedForward(p, layer);
    norm(p, names.norms().afterFeedForward());
  }

  private void attention(String p) {
    AttentionConfig a = config.attention();
    long width = config.hiddenSize();
    long queries = (long) a.heads() * a.headSize();
    long keys = (long) a.keyValueHeads() * a.headSize();
    switch (names.attention()) {
      case DecoderNames.Attention.Separate s -> {
        linear(p + s.query(), queries, width, a.projectionBias());
        linear(p + s.key(), keys, width, a.projectionBias());
        linear(p + s.value(), keys, width, a.projectionBias());
      }
      case DecoderNames.Attention.Joined j ->
          linear(p + j.all(), queries + 2 * keys, width, a.projectionBias());
    }
    switch (a.queryKeyNorm()) {
      case NONE -> {}
      case EACH_HEAD -> queryKeyNorms(p, a.headSize(), a.headSize());
      case ALL_HEADS -> queryKeyNorms(p, queries, keys);
    }
    linear(p + names.attention().output(), width, queries, a.outputBias());
  }

  private void queryKeyNorms(String p, long queries, long keys) {
    shapes.put(p + names.norms().query() + ".weight", new long[] {queries});
    shapes.put(p + names.norms().key() + ".weight", new long[] {keys});
  }

  private void feedForward(String p, DecoderConfig.Layer layer) {
    FeedForwardConfig f = config.feedForward();
    long width = config.hiddenSize();
    switch (names.feedForward()) {
      case DecoderNames.FeedForward.Plain n -> {
        linear(p + n.up(), f.innerSize(), width, f.bias());
        linear(p + n.down(), width, f.innerSize(), f.bias());
      }
      case DecoderNames.FeedForward.Gated n -> gated(p, n, f.innerSize());
      case DecoderNames.FeedForward.JoinedGated n -> {
        linear(p + n.gateAndUp(), 2L * f.innerSize(), width, f.bias());
        linear(p + n.down(), width, f.innerSize(), f.bias());
      }
      case DecoderNames.FeedForward.Experts n -> {
        if (!layer.experts()) {
          gated(p, n.dense(), f.innerSize());
          return;
        }
        linear(p + n.router(), f.experts(), width, false);
        for (int expert = 0; expert < f.experts(); expert++) {
          gated(p + n.expert().formatted(expert), n.inside(), f.expertSize());
        }
      }
    }
  }

  private void gated(String p, DecoderNames.FeedForward.Gated n, long inner) {
    boolean bias = config.feedForward().bias();
    linear(p + n.gate(), inner, config.hiddenSize(), bias);
    linear(p + n.up(), inner, config.hiddenSize(), bias);
    linear(p + n.down(), config.hiddenSize(), inner, bias);
  }

  private void linear(String name, long out, long in, boolean bias) {
    if (names.inputsFirst()) {
      weight(name, in, out);
    } else {
      weight(name, out, in);
    }
    if (bias) {
      shapes.put(name + ".bias", new long[] {out});
    }
  }

  private void weight(String name, long... shape) {
    shapes.put(name + ".weight", shape);
  }

  private void norm(String p, @Nullable String name) {
    if (name == null) {
      return;
    }
    weight(p + name, config.hiddenSize());
    if (config.norm() == Norm.Kind.LAYER) {
      shapes.put(p + name + ".bias", new long[] {config.hiddenSize()});
    }
  }
}

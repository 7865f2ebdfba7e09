package org.plumbline.lm.family;

import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.DecoderNames;
import org.plumbline.lm.model.DecoderNames.FeedForward;

/** Mixtral (Jiang et al. 2024): Mistral with a mixture of experts in every block. */
final class Mixtral implements CausalFamily {
  @Override
  public String modelType() {
    return "mixtral";
  }

  @Override
  public DecoderConfig config(ConfigReader json) {
    CommonConfig c = CommonConfig.of(json).rotated(1_000_000);
    c.feedForward =
        c.feedForward.withExperts(
            json.integer("num_local_experts"),
            json.integer("num_experts_per_tok"),
            c.feedForward.innerSize(),
            true);
    c.windows(layer -> c.slidingWindow()).experts(layer -> true);
    return c.build();
  }

  @Override
  public DecoderNames names(ConfigReader json) {
    FeedForward.Gated expert = new FeedForward.Gated("w1", "w3", "w2");
    return DecoderNames.LLAMA.with(
        new FeedForward.Experts(
            "block_sparse_moe.gate", "block_sparse_moe.experts.%d.", expert, expert));
  }
}

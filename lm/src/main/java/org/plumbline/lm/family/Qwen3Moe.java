package org.plumbline.lm.family;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.DecoderNames;
import org.plumbline.lm.model.DecoderNames.FeedForward;

/** Qwen 3 with a mixture of experts in all blocks but those named (Yang et al. 2025). */
final class Qwen3Moe implements CausalFamily {
  private static final FeedForward.Gated DENSE =
      new FeedForward.Gated("mlp.gate_proj", "mlp.up_proj", "mlp.down_proj");

  @Override
  public String modelType() {
    return "qwen3_moe";
  }

  @Override
  public DecoderConfig config(ConfigReader json) {
    CommonConfig c = Qwen3.common(json);
    // transformers 4 wrote num_experts.
    int experts = json.integer("num_experts", json.integer("num_local_experts", 0));
    c.feedForward =
        c.feedForward.withExperts(
            experts,
            json.integer("num_experts_per_tok"),
            json.integer("moe_intermediate_size"),
            json.flag("norm_topk_prob", false));
    Set<Integer> dense = new HashSet<>();
    for (JsonNode layer : json.node("mlp_only_layers")) {
      dense.add(layer.asInt());
    }
    int step = json.integer("decoder_sparse_step", 1);
    boolean slides = json.flag("use_sliding_window", false);
    c.windows(layer -> slides ? c.slidingWindow() : 0)
        .experts(layer -> experts > 0 && !dense.contains(layer) && (layer + 1) % step == 0);
    return c.build();
  }

  @Override
  public DecoderNames names(ConfigReader json) {
    FeedForward.Gated expert = new FeedForward.Gated("gate_proj", "up_proj", "down_proj");
    return DecoderNames.LLAMA.with(
        new FeedForward.Experts("mlp.gate", "mlp.experts.%d.", expert, DENSE));
  }
}

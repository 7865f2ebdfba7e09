package org.plumbline.align.reward;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import java.util.stream.IntStream;
import org.plumbline.lm.adapter.LoraOptions;

/**
 * How a reward model is trained as an adapter over a trunk that stays as it is.
 *
 * @param lora the adapter's shape; its layers and dropout follow from the training
 * @param trunk the name by which the trunk is found again: {@code embedded:NAME} or a folder
 */
public record RewardAdapter(LoraOptions lora, String trunk) {

  public RewardAdapter {
    require(
        lora.savedModules().isEmpty(),
        "the adapter of a reward model keeps its head and no further modules (got %s)",
        lora.savedModules());
    require(
        lora.layers().isEmpty(),
        "the adapter of a reward model lies over its trained layers; set trained-layers (got layers %s)",
        lora.layers());
  }

  /** The shape over the upper blocks of a trunk of so many. */
  LoraOptions over(int layers, int trainedLayers, double dropout) {
    List<Integer> upper =
        trainedLayers >= layers
            ? List.of()
            : IntStream.range(layers - trainedLayers, layers).boxed().toList();
    return new LoraOptions(
        lora.rank(),
        lora.alpha(),
        lora.rankStabilised(),
        dropout,
        lora.targets(),
        upper,
        List.of(RewardModel.HEAD),
        lora.rankPatterns(),
        lora.alphaPatterns());
  }
}

package org.plumbline.lm.hub;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import org.plumbline.lm.model.ConfigReader;

/**
 * How many blocks and experts a configuration may describe: names and shapes of all of them are
 * made before the weights can contradict it, so a broken file must not ask for billions.
 */
final class CountLimits {
  /** DeepNet has 1,000 blocks (Wang et al. 2022). */
  private static final int MOST_BLOCKS = 4096;

  private static final int MOST_EXPERTS = 4096;

  /** Of all blocks together. */
  private static final long MOST_OF_BOTH = 500_000;

  private static final List<String> BLOCKS =
      List.of(
          "num_hidden_layers",
          "n_layer",
          "n_layers",
          "num_layers",
          "encoder_layers",
          "decoder_layers",
          "num_decoder_layers");
  private static final List<String> EXPERTS = List.of("num_experts", "num_local_experts");

  private CountLimits() {}

  static void check(ConfigReader config) {
    long blocks = 1;
    for (String key : BLOCKS) {
      int count = config.integer(key, 1);
      require(
          count > 0 && count <= MOST_BLOCKS,
          "config.json must give a number of blocks from 1 to %d for '%s' (got %d); restore the file",
          MOST_BLOCKS,
          key,
          count);
      blocks = Math.max(blocks, count);
    }
    for (String key : EXPERTS) {
      int count = config.integer(key, 0);
      require(
          count >= 0 && count <= MOST_EXPERTS && blocks * count <= MOST_OF_BOTH,
          "config.json must give a number of experts from 0 to %d for '%s', not above %d in all blocks (got %d in each of %d); restore the file",
          MOST_EXPERTS,
          key,
          MOST_OF_BOTH,
          count,
          blocks);
    }
  }
}

package org.plumbline.lm.hub;

import java.util.List;
import java.util.regex.Pattern;
import org.plumbline.core.weights.TensorInfo;

/**
 * How large a model is, by the headers of its weights and its configuration: no number of it is
 * read.
 *
 * @param parameters that loading would keep
 * @param fileBytes that they take on disk
 * @param types of the numbers on disk, as {@code BF16}
 * @param linearEdges inputs and outputs of all linear maps of the blocks, added up: an adapter of
 *     rank r has r times as many parameters
 * @param cacheBytes of keys and values that writing keeps for each token; 0 for models that do not
 *     write
 */
public record ModelSize(
    long parameters, long fileBytes, List<String> types, long linearEdges, long cacheBytes) {

  /** Maps of blocks have the block's number in their name; embeddings and heads have none. */
  private static final Pattern OF_BLOCK = Pattern.compile(".*\\.\\d+\\..*\\.?weight");

  /** Floats of 32 bits, as models are loaded. */
  static final int FLOAT_BYTES = 4;

  static ModelSize of(List<TensorInfo> kept, long cacheBytes) {
    return new ModelSize(
        kept.stream().mapToLong(TensorInfo::elements).sum(),
        kept.stream().mapToLong(TensorInfo::bytes).sum(),
        kept.stream().map(info -> info.dtype().name()).distinct().sorted().toList(),
        kept.stream().filter(ModelSize::isLinear).mapToLong(ModelSize::edges).sum(),
        cacheBytes);
  }

  private static boolean isLinear(TensorInfo info) {
    return info.shape().size() >= 2 && OF_BLOCK.matcher(info.name()).matches();
  }

  /** Experts may lie in one tensor, [experts, in, out]; each is a map of its own. */
  private static long edges(TensorInfo info) {
    long[] shape = info.dimensions();
    int last = shape.length - 1;
    long maps = 1;
    for (int i = 0; i < last - 1; i++) {
      maps *= shape[i];
    }
    return maps * (shape[last - 1] + shape[last]);
  }
}

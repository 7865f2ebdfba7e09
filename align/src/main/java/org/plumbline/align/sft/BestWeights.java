package org.plumbline.align.sft;

import java.nio.file.Path;
import java.util.Map;
import org.plumbline.lm.model.TensorFile;
import org.plumbline.lm.tensor.Tensor;

/** Where the weights with the lowest loss so far are kept while a training goes on. */
public interface BestWeights {

  /** Keeps the values of these weights instead of any before. */
  void save(Map<String, Tensor> weights);

  /** Gives the weights the values that were kept last. */
  void restore(Map<String, Tensor> weights);

  /** In a safetensors file, which is there whole or not at all. */
  static BestWeights in(Path file) {
    return new BestWeights() {
      @Override
      public void save(Map<String, Tensor> weights) {
        TensorFile.save(file, weights, Map.of());
      }

      @Override
      public void restore(Map<String, Tensor> weights) {
        TensorFile.loadInto(file, weights);
      }
    };
  }
}

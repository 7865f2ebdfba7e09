package org.plumbline.lm.encoder;

import static org.plumbline.core.error.Require.require;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.onnx.OnnxFile;
import org.plumbline.lm.onnx.OnnxInitializer;
import org.plumbline.lm.onnx.OnnxNode;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * The weights of a BERT that PyTorch exported to ONNX.
 *
 * <p>Such a file keeps the names of embeddings, norms and biases, but its exporter transposes the
 * weights of linear layers to [in, out] and numbers them; which is which follows from the order of
 * the {@code MatMul} nodes.
 */
public final class OnnxBert {
  private static final List<String> LINEAR_LAYERS =
      List.of(
          "attention.self.query",
          "attention.self.key",
          "attention.self.value",
          "attention.output.dense",
          "intermediate.dense",
          "output.dense");

  private OnnxBert() {}

  /**
   * Reads a model to the end of the stream; the caller closes it.
   *
   * @throws InvalidInputException if the file is not this model, naming each parameter that is
   *     missing or has another shape
   */
  public static Bert read(BertConfig config, InputStream onnx) {
    Map<String, Tensor> found = new HashMap<>();
    try {
      List<OnnxNode> nodes = OnnxFile.read(onnx, initializer -> keep(initializer, found));
      return new Bert(config, named(config, linearWeights(config, nodes, found), found));
    } finally {
      Scope.withoutGradients(() -> found.values().forEach(Tensor::release));
    }
  }

  private static void keep(OnnxInitializer initializer, Map<String, Tensor> found) {
    if (initializer.type() == OnnxInitializer.Type.FLOAT) {
      Scope.withoutGradients(
          () ->
              found.put(
                  initializer.name(), Tensor.of(initializer.floats(), initializer.shape()).keep()));
    }
  }

  /** Hugging Face name of each linear weight to its name in the file. */
  private static Map<String, String> linearWeights(
      BertConfig config, List<OnnxNode> nodes, Map<String, Tensor> found) {
    List<String> inOrder = new ArrayList<>();
    for (OnnxNode node : nodes) {
      if (node.operation().equals("MatMul") && found.containsKey(node.inputs().get(1))) {
        inOrder.add(node.inputs().get(1));
      }
    }
    require(
        inOrder.size() == config.layers() * LINEAR_LAYERS.size(),
        "the ONNX graph must multiply by %d weights, %d for each of %d layers (got %d); is config.json of this model?",
        config.layers() * LINEAR_LAYERS.size(),
        LINEAR_LAYERS.size(),
        config.layers(),
        inOrder.size());
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < inOrder.size(); i++) {
      int layer = i / LINEAR_LAYERS.size();
      String part = LINEAR_LAYERS.get(i % LINEAR_LAYERS.size());
      names.put("encoder.layer." + layer + "." + part + ".weight", inOrder.get(i));
    }
    return names;
  }

  private static Parameters named(
      BertConfig config, Map<String, String> linear, Map<String, Tensor> found) {
    Parameters parameters = new Parameters();
    List<String> faults = new ArrayList<>();
    Scope.withoutGradients(
        () ->
            Bert.shapes(config)
                .forEach(
                    (name, shape) -> {
                      String inFile = linear.get(name);
                      Tensor given = found.get(inFile == null ? name : inFile);
                      Tensor tensor =
                          given == null || inFile == null ? given : given.transpose(0, 1);
                      if (tensor != null && Arrays.equals(tensor.shape(), shape)) {
                        parameters.add(name, tensor.keep());
                      } else {
                        faults.add(fault(name, shape, tensor));
                      }
                    }));
    if (!faults.isEmpty()) {
      parameters.close();
      throw new InvalidInputException(
          "the ONNX file does not hold the model that config.json describes: "
              + String.join("; ", faults));
    }
    return parameters;
  }

  private static String fault(String name, long[] shape, @Nullable Tensor given) {
    return given == null
        ? "'%s' is missing".formatted(name)
        : "'%s' must be %s (got %s)"
            .formatted(name, Arrays.toString(shape), Arrays.toString(given.shape()));
  }
}

package org.plumbline.lm.onnx;

import java.util.List;

/**
 * One operation of an ONNX graph.
 *
 * @param operation its type, for example {@code MatMul}
 * @param inputs names of what it reads
 * @param outputs names of what it makes
 */
public record OnnxNode(String operation, List<String> inputs, List<String> outputs) {

  public OnnxNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}

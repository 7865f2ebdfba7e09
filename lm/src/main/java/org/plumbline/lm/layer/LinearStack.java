package org.plumbline.lm.layer;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plumbline.lm.tensor.PackedWeight;
import org.plumbline.lm.tensor.Tensor;

/** Linear maps of the same input; while they are packed, all are one product. */
public final class LinearStack {
  private final List<Linear> maps;
  private @Nullable PackedWeight packed;

  LinearStack(List<Linear> maps) {
    this.maps = List.copyOf(maps);
  }

  /** What each of them gives, in their order: [..., in] gives [..., out] each. */
  public Tensor[] apply(Tensor x) {
    Tensor[] outputs = new Tensor[maps.size()];
    if (packed == null) {
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] = maps.get(i).apply(x);
      }
      return outputs;
    }
    Tensor all = packed.product(x);
    long from = 0;
    for (int i = 0; i < outputs.length; i++) {
      Linear map = maps.get(i);
      outputs[i] = map.withAddition(all.narrow(-1, from, map.out()), x);
      from += map.out();
    }
    return outputs;
  }

  List<Linear> maps() {
    return maps;
  }

  PackedWeight pack() {
    List<Tensor> biases = maps.stream().map(Linear::bias).filter(Objects::nonNull).toList();
    PackedWeight made =
        new PackedWeight(
            Tensor.cat(maps.stream().map(Linear::weight).toList(), 0),
            biases.isEmpty() ? null : Tensor.cat(biases, 0));
    packed = made;
    return made;
  }

  void unpack() {
    packed = null;
  }
}

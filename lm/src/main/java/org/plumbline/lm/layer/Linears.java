package org.plumbline.lm.layer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plumbline.lm.tensor.PackedWeight;
import org.plumbline.lm.tensor.Parameters;

/** The linear maps of a model by the names of their modules, in the order of its computation. */
public final class Linears {
  private final Parameters parameters;
  private final Map<String, Linear> linears = new LinkedHashMap<>();
  private final List<LinearStack> stacks = new ArrayList<>();

  /**
   * None yet.
   *
   * @param parameters where the weights are looked up; the linear maps do not own them
   */
  public Linears(Parameters parameters) {
    this.parameters = parameters;
  }

  /** The map with the weight and, if there is one, the bias of this module. */
  public Linear of(String module) {
    return of(module, false);
  }

  /**
   * As above.
   *
   * @param inputsFirst whether the weight is stored as [in, out]
   */
  public Linear of(String module, boolean inputsFirst) {
    String bias = module + ".bias";
    return linears.computeIfAbsent(
        module,
        name ->
            new Linear(
                name,
                parameters.get(name + ".weight"),
                inputsFirst,
                parameters.has(bias) ? parameters.get(bias) : null));
  }

  /** These maps, which all read the same. */
  public LinearStack stack(Linear... maps) {
    LinearStack stack = new LinearStack(List.of(maps));
    stacks.add(stack);
    return stack;
  }

  /**
   * Computes products from copies of the weights, laid out for few rows, until that is closed: a
   * change of a weight is not seen until then. Not twice at a time.
   */
  public Packing pack() {
    List<PackedWeight> packed = new ArrayList<>();
    Set<Linear> single = new LinkedHashSet<>(linears.values());
    for (LinearStack stack : stacks) {
      packed.add(stack.pack());
      stack.maps().forEach(single::remove);
    }
    for (Linear linear : single) {
      PackedWeight weight = new PackedWeight(linear.weight(), linear.bias());
      linear.use(weight);
      packed.add(weight);
    }
    return () -> {
      stacks.forEach(LinearStack::unpack);
      single.forEach(linear -> linear.use(null));
      packed.forEach(PackedWeight::close);
    };
  }

  /** Weights laid out for generation until they are closed. */
  @FunctionalInterface
  public interface Packing extends AutoCloseable {
    @Override
    void close();
  }

  /** All that were asked for. */
  public Collection<Linear> all() {
    return Collections.unmodifiableCollection(linears.values());
  }
}

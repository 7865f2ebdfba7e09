package org.plumbline.lm.layer;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.plumbline.lm.tensor.Parameters;

/** The linear maps of a model by the names of their modules, in the order of its computation. */
public final class Linears {
  private final Parameters parameters;
  private final Map<String, Linear> linears = new LinkedHashMap<>();

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

  /** All that were asked for. */
  public Collection<Linear> all() {
    return Collections.unmodifiableCollection(linears.values());
  }
}

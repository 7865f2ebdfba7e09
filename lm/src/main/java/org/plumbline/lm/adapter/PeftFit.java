package org.plumbline.lm.adapter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.weights.TensorInfo;
import org.plumbline.core.weights.Weights;
import org.plumbline.lm.layer.Linear;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/** Finds out which tensor of an adapter's file is for which module of a model. */
final class PeftFit {
  private final Weights weights;
  private final LoraOptions options;
  private final Set<String> elsewhere;
  private final List<String> faults = new ArrayList<>();

  /** Our names of the tensors to those in the file. */
  private final Map<String, String> inFile = new LinkedHashMap<>();

  PeftFit(Weights weights, LoraOptions options, Set<String> elsewhere) {
    this.weights = weights;
    this.options = options;
    this.elsewhere = elsewhere;
  }

  Lora lora(Collection<Linear> linears, Map<String, Tensor> model) {
    Map<String, Linear> byModule = new LinkedHashMap<>();
    linears.forEach(linear -> byModule.put(linear.module(), linear));
    Map<String, Tensor> saved = new LinkedHashMap<>();
    for (TensorInfo info : weights.tensors()) {
      assign(info.name(), byModule.keySet(), model, saved);
    }
    Map<String, long[]> shapes = new LinkedHashMap<>();
    List<Linear> covered = new ArrayList<>();
    for (Linear linear : linears) {
      String module = linear.module();
      boolean there = inFile.containsKey(LoraNames.a(module));
      if (there || options.covers(module)) {
        covered.add(linear);
        int rank = options.rankOf(module);
        shapes.put(LoraNames.a(module), new long[] {rank, linear.in()});
        shapes.put(LoraNames.b(module), new long[] {linear.out(), rank});
      }
    }
    saved.forEach((name, tensor) -> shapes.put(LoraNames.saved(name), tensor.shape()));
    Parameters parameters = PeftFolder.load(weights, shapes, inFile, faults);
    return Lora.of(covered, saved, options, parameters);
  }

  private void assign(
      String name, Set<String> modules, Map<String, Tensor> model, Map<String, Tensor> saved) {
    String plain =
        name.startsWith(LoraNames.PREFIX) ? name.substring(LoraNames.PREFIX.length()) : name;
    if (elsewhere.contains(plain)) {
      return;
    }
    for (String end : List.of(LoraNames.A, LoraNames.B)) {
      if (plain.endsWith(end)) {
        String given = plain.substring(0, plain.length() - end.length());
        String module = resolve(given, modules);
        if (module == null || !options.covers(module) && !options.covers(given)) {
          faults.add("'%s' is unexpected".formatted(name));
        } else {
          inFile.put(LoraNames.PREFIX + module + end, name);
        }
        return;
      }
    }
    String parameter = resolve(plain, model.keySet());
    Tensor tensor = parameter == null ? null : model.get(parameter);
    if (parameter == null || tensor == null || !options.saves(plain)) {
      faults.add("'%s' is unexpected".formatted(name));
      return;
    }
    saved.put(parameter, tensor);
    inFile.put(LoraNames.saved(parameter), name);
  }

  /** The name itself, or the only one that differs by what a family puts before it. */
  private static @Nullable String resolve(String given, Set<String> names) {
    if (names.contains(given)) {
      return given;
    }
    Set<String> close = new LinkedHashSet<>();
    for (String name : names) {
      if (given.endsWith("." + name) || name.endsWith("." + given)) {
        close.add(name);
      }
    }
    return close.size() == 1 ? close.iterator().next() : null;
  }
}

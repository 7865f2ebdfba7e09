package org.plumbline.lm.adapter;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.layer.Linear;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * A low-rank adapter: to the output of a linear map it adds scale B A x, with few weights of its
 * own.
 *
 * <p>Hu et al. 2021, section 4.1. A begins as PEFT has it, uniform within one over the root of the
 * inputs (Kaiming with slope sqrt 5), B at zero, so a fresh adapter changes nothing. It belongs to
 * the {@link Adapters} of one model, which put it in force.
 */
public final class Lora implements AutoCloseable {
  private final LoraOptions options;
  private final Parameters parameters;
  private final List<Site> sites;
  private final Map<String, Tensor> savedOf;

  /**
   * One linear map with its adapter.
   *
   * @param a [rank, in]
   * @param b [out, rank]
   */
  private record Site(Linear linear, Tensor a, Tensor b, double scale) {
    /** Scaled while it is narrow, and added by the product itself: no pass over [rows, out]. */
    Tensor addTo(Tensor y, Tensor x, double dropout) {
      Tensor low = Ops.linear(Ops.dropout(x, dropout), a, null).times(scale);
      return y.addLinear(low, b);
    }

    /** The weight with what the adapter adds to it, laid out as it is stored. */
    Tensor merged() {
      Tensor delta = Ops.matmul(b, a).times(scale); // [out, in]
      return linear.stored().plus(linear.inputsFirst() ? delta.transpose(0, 1) : delta);
    }
  }

  /**
   * @param savedOf the model's tensor for each of our own that replaces it, by our name
   */
  private Lora(
      LoraOptions options, Parameters parameters, List<Site> sites, Map<String, Tensor> savedOf) {
    this.options = options;
    this.parameters = parameters;
    this.sites = sites;
    this.savedOf = savedOf;
  }

  /** A fresh adapter, which changes nothing yet. */
  static Lora fresh(
      List<Linear> covered, Map<String, Tensor> saved, LoraOptions options, Seeds seeds) {
    Parameters parameters = new Parameters();
    Scope.withoutGradients(
        () -> {
          for (Linear linear : covered) {
            String module = linear.module();
            int rank = options.rankOf(module);
            parameters.add(LoraNames.a(module), uniform(rank, linear.in(), seeds.stream(module)));
            parameters.add(LoraNames.b(module), Tensor.keptZeros(linear.out(), rank));
          }
          saved.forEach((name, tensor) -> parameters.add(LoraNames.saved(name), tensor.keep()));
        });
    return of(covered, saved, options, parameters);
  }

  /**
   * An adapter with these weights, which it takes over.
   *
   * @param parameters by the names that {@link LoraNames} gives
   */
  static Lora of(
      List<Linear> covered, Map<String, Tensor> saved, LoraOptions options, Parameters parameters) {
    List<Site> sites = new ArrayList<>();
    for (Linear linear : covered) {
      String module = linear.module();
      sites.add(
          new Site(
              linear,
              parameters.get(LoraNames.a(module)),
              parameters.get(LoraNames.b(module)),
              options.scaleOf(module)));
    }
    Map<String, Tensor> savedOf = new LinkedHashMap<>();
    saved.forEach((name, tensor) -> savedOf.put(LoraNames.saved(name), tensor));
    return new Lora(options, parameters, sites, savedOf);
  }

  private static Tensor uniform(int rank, long in, SplittableRandom random) {
    double bound = 1 / Math.sqrt(in);
    float[] values = new float[Math.toIntExact(rank * in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    return Tensor.of(values, rank, in).keep();
  }

  /** The shape of this adapter. */
  public LoraOptions options() {
    return options;
  }

  /** Its own weights, by the names that PEFT gives them. */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * What an optimiser updates, by the names of {@link #parameters()}: both factors, and of modules
   * that are trained whole the model's own tensors, which hold this adapter's values while it is in
   * force.
   */
  public Map<String, Tensor> trained() {
    Map<String, Tensor> trained = new LinkedHashMap<>(parameters.asMap());
    trained.putAll(savedOf);
    return trained;
  }

  /** Records gradients for {@link #trained()} from now on, or no longer. */
  public void train(boolean wanted) {
    trained().values().forEach(tensor -> tensor.requiresGradient(wanted));
  }

  /** Whether its linear maps hold their weights as [in, out]. */
  boolean inputsFirst() {
    return sites.stream().anyMatch(site -> site.linear.inputsFirst());
  }

  void add(double dropout) {
    sites.forEach(site -> site.linear.add((y, x) -> site.addTo(y, x, dropout)));
  }

  /** Each of the model's tensors that this adapter changes to what it has with it; kept. */
  Map<Tensor, Tensor> merged() {
    Map<Tensor, Tensor> merged = new LinkedHashMap<>();
    for (Site site : sites) {
      require(
          !site.linear.stored().requiresGradient(),
          "an adapter is merged into weights that are not trained (got '%s', which is)",
          site.linear.module());
      merged.put(site.linear.stored(), site.merged().keep());
    }
    merged.putAll(saved());
    return merged;
  }

  /** Each of the model's tensors that this adapter replaces, to its own; kept. */
  Map<Tensor, Tensor> saved() {
    Map<Tensor, Tensor> saved = new LinkedHashMap<>();
    savedOf.forEach((name, tensor) -> saved.put(tensor, parameters.get(name).alias()));
    return saved;
  }

  @Override
  public void close() {
    parameters.close();
  }
}

package org.plumbline.lm.adapter;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.layer.Linear;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * The adapters of one model, of which one or none is in force at a time.
 *
 * <p>Switching copies no weights of the model: policy and reference, or the members of an ensemble,
 * share it. What is put in force holds until it is closed; then what held before does again, to the
 * bit, merged weights included. Not for several threads at once.
 */
public final class Adapters implements AutoCloseable {
  private final Linears linears;
  private final Map<String, Tensor> model;
  private final List<Lora> all = new ArrayList<>();
  private final List<Cover> covers = new ArrayList<>();
  private State state = State.NONE;

  /** The state of a model: what is in force, and in which way. */
  private record State(@Nullable Lora lora, double dropout, boolean merged) {
    static final State NONE = new State(null, 0, false);
  }

  /** Values that stand in a tensor of the model for a while, and those that stood there before. */
  private record Cover(Tensor covered, Tensor before, Tensor instead) {}

  /** Keeps what was put in force there until it is closed; close them in reverse order. */
  @FunctionalInterface
  public interface InForce extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Adapters over these linear maps.
   *
   * @param model all tensors of the model by name, for modules that are trained whole
   */
  public Adapters(Linears linears, Map<String, Tensor> model) {
    this.linears = linears;
    this.model = model;
  }

  /**
   * Makes an adapter that changes nothing yet.
   *
   * @throws org.plumbline.core.error.InvalidInputException if it would be laid over nothing
   */
  public Lora add(LoraOptions options, Seeds seeds) {
    List<Linear> covered = covered(options);
    require(
        !covered.isEmpty(),
        "an adapter over '%s' of layers %s would be laid over nothing: the model has %s",
        options.targets(),
        options.layers().isEmpty() ? "all" : options.layers(),
        linears.all().stream().map(Linear::module).limit(8).toList());
    return keep(Lora.fresh(covered, saved(options), options, seeds));
  }

  /**
   * Takes in an adapter that was read from a folder.
   *
   * @throws org.plumbline.core.error.InvalidInputException if it does not fit the model, with
   *     everything that is missing, unexpected or of another shape
   */
  public Lora add(PeftFolder folder) {
    return keep(folder.fit(linears.all(), model));
  }

  private Lora keep(Lora lora) {
    all.add(lora);
    return lora;
  }

  private List<Linear> covered(LoraOptions options) {
    return linears.all().stream().filter(linear -> options.covers(linear.module())).toList();
  }

  private Map<String, Tensor> saved(LoraOptions options) {
    Map<String, Tensor> saved = new LinkedHashMap<>();
    model.forEach(
        (name, tensor) -> {
          if (options.saves(name)) {
            saved.put(name, tensor);
          }
        });
    return saved;
  }

  /** Puts an adapter in force, without dropout. */
  public InForce use(Lora lora) {
    return use(lora, 0);
  }

  /**
   * Puts an adapter in force.
   *
   * @param dropout probability of zeroing a value of the adapters' inputs
   */
  public InForce use(Lora lora, double dropout) {
    return enter(new State(lora, dropout, false));
  }

  /** Puts the model's own weights in force, without any adapter. */
  public InForce useNone() {
    return enter(State.NONE);
  }

  /** Puts the model with an adapter merged into its weights in force, which costs no time later. */
  public InForce useMerged(Lora lora) {
    return enter(new State(lora, 0, true));
  }

  /**
   * Merges an adapter into the weights for good: the model is as if it had been trained so, and the
   * adapter may be freed.
   */
  void merge(Lora lora) {
    require(
        state.equals(State.NONE),
        "an adapter is merged into a model over which none is in force; close its use first");
    Scope.withoutGradients(
        () ->
            lora.merged()
                .forEach(
                    (tensor, merged) -> {
                      tensor.copyFrom(merged);
                      merged.release();
                    }));
  }

  /** Takes an adapter that is not in force away and frees it. */
  public void remove(Lora lora) {
    require(
        state.lora != lora,
        "an adapter that is in force cannot be taken away; close its use first");
    all.remove(lora);
    lora.close();
  }

  private InForce enter(State next) {
    require(
        next.lora == null || all.contains(next.lora),
        "an adapter is put in force over the model that it was made for (got one of another model)");
    State before = state;
    apply(next);
    return () -> apply(before);
  }

  private void apply(State next) {
    if (next.equals(state)) {
      return;
    }
    Scope.withoutGradients(
        () -> {
          uncover();
          Lora lora = next.lora;
          if (lora != null) {
            (next.merged ? lora.merged() : lora.saved()).forEach(this::cover);
            if (!next.merged) {
              lora.add(next.dropout);
            }
          }
        });
    state = next;
  }

  private void cover(Tensor tensor, Tensor instead) {
    covers.add(new Cover(tensor, tensor.alias(), instead));
    tensor.share(instead);
  }

  private void uncover() {
    linears.all().forEach(linear -> linear.add(null));
    for (Cover cover : covers) {
      cover.covered.share(cover.before);
      cover.before.release();
      cover.instead.release();
    }
    covers.clear();
  }

  /** Leaves the model as it was before any adapter, and frees them. */
  @Override
  public void close() {
    apply(State.NONE);
    all.forEach(Lora::close);
    all.clear();
  }
}

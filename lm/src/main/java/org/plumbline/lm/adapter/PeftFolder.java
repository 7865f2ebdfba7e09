package org.plumbline.lm.adapter;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.weights.TensorInfo;
import org.plumbline.core.weights.Weights;
import org.plumbline.lm.hub.ModelFiles;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.hub.ModelWriter;
import org.plumbline.lm.layer.Linear;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.TensorFile;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * An adapter as PEFT lays it out: {@code adapter_config.json} and {@code
 * adapter_model.safetensors}.
 *
 * <p>It is loaded strictly: what is missing, unexpected or of another shape is listed, all of it at
 * once.
 */
public final class PeftFolder {
  /** The file with an adapter's tensors. */
  public static final String WEIGHTS = "adapter_model.safetensors";

  private static final String PICKLE = "adapter_model.bin";

  private final ModelFiles files;
  private final PeftConfig config;
  private final Set<String> elsewhere;

  private PeftFolder(ModelFiles files, PeftConfig config, Set<String> elsewhere) {
    this.files = files;
    this.config = config;
    this.elsewhere = elsewhere;
  }

  /**
   * Opens a folder on disk.
   *
   * @throws InvalidInputException if it holds no adapter, or one that would be computed wrongly
   */
  public static PeftFolder open(Path folder) {
    return open(ModelFiles.of(folder), Set.of());
  }

  /**
   * Opens an adapter wherever it lies.
   *
   * @param elsewhere names of tensors that belong to no module of the model, as a head that its
   *     owner keeps; {@link #parameters} loads them
   */
  public static PeftFolder open(ModelFiles files, Set<String> elsewhere) {
    require(
        !files.has(PICKLE) || files.has(WEIGHTS),
        "the adapter '%s' holds a pickle, which may run any code when it is read; save it with safe_serialization=True",
        files.name());
    return new PeftFolder(
        files, PeftConfig.parse(files.bytes(PeftConfig.FILE), files.name()), elsewhere);
  }

  /** Whether these files are an adapter. */
  public static boolean isOne(ModelFiles files) {
    return files.has(PeftConfig.FILE);
  }

  /** Whether these files are an adapter that makes a language model give each text scores. */
  public static boolean isClassifier(ModelFiles files) {
    return isOne(files)
        && PeftConfig.parse(files.bytes(PeftConfig.FILE), files.name())
            .task()
            .equals(PeftConfig.CLASSIFICATION);
  }

  /** The name of the model that the adapter says it is for. */
  public String base() {
    return config.base();
  }

  /**
   * The files of that model: in the folder of that name beside the adapter's, or beside the one
   * that holds it, or what the name means as a word on a command line.
   *
   * @throws InvalidInputException if there is no such model
   */
  public ModelFiles baseFiles() {
    return files instanceof ModelFiles.OnDisk place
        ? beside(place.folder()).orElseGet(this::namedBase)
        : namedBase();
  }

  private Optional<ModelFiles> beside(Path folder) {
    Path here = folder.toAbsolutePath().normalize();
    return Stream.of(here.resolve(".."), here.resolve("../.."))
        .map(place -> place.resolve(base()).normalize())
        // An adapter often has the name of its base.
        .filter(candidate -> Files.exists(candidate.resolve("config.json")))
        .findFirst()
        .map(ModelFiles::of);
  }

  private ModelFiles namedBase() {
    require(
        !base().isEmpty(),
        "the adapter '%s' does not say which model it is for (base_model_name_or_path); write it there",
        files.name());
    try {
      return ModelFiles.named(base());
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          "the model '%s' of the adapter '%s' is not there: %s"
              .formatted(base(), files.name(), e.getMessage()),
          e);
    }
  }

  /**
   * The files to take tokenizer and chat template from: the adapter's own where it has them, as
   * trainers save them beside it, or else its model's.
   */
  public ModelFiles texts(ModelFiles base) {
    return files.has("tokenizer.json") || files.has("tokenizer_config.json") ? files : base;
  }

  /**
   * The adapter's model, with the adapter merged into the weights whenever it is loaded.
   *
   * @throws InvalidInputException if that is no language model
   */
  public ModelFolder over(ModelFiles base) {
    ModelFolder model = ModelFolder.open(base);
    require(
        model.isCausalLm() && !config.task().equals(PeftConfig.CLASSIFICATION),
        "the adapter '%s' over '%s' writes no texts: it scores them, or its model is no causal language model",
        files.name(),
        model.name());
    return model.with(texts(base), this::mergeInto);
  }

  private void mergeInto(CausalLm lm) {
    try (Adapters adapters = new Adapters(lm.linears(), lm.parameters().asMap())) {
      adapters.merge(adapters.add(this));
    }
  }

  /** The shape of the adapter. */
  public LoraOptions options() {
    return config.options();
  }

  /** Loads tensors by their names without PEFT's prefix; the caller closes them. */
  public Parameters parameters(Map<String, long[]> shapes) {
    return read(
        weights -> {
          Map<String, String> inFile = new LinkedHashMap<>();
          shapes.keySet().forEach(name -> inFile.put(name, LoraNames.saved(name)));
          return load(weights, shapes, inFile, new ArrayList<>());
        });
  }

  /** The adapter over these linear maps of a model with these tensors. */
  Lora fit(Collection<Linear> linears, Map<String, Tensor> model) {
    return read(weights -> new PeftFit(weights, options(), elsewhere).lora(linears, model));
  }

  /** Loads tensors of the given names and shapes, found under other names in the file. */
  static Parameters load(
      Weights weights,
      Map<String, long[]> shapes,
      Map<String, String> inFile,
      List<String> faults) {
    shapes.forEach(
        (name, shape) -> {
          String fault = fault(weights, inFile.getOrDefault(name, name), shape);
          if (fault != null) {
            faults.add(fault);
          }
        });
    require(
        faults.isEmpty(),
        "the adapter '%s' does not fit the model; is it for another base?%n  %s",
        weights.name(),
        String.join("%n  ".formatted(), faults.stream().sorted().toList()));
    Parameters parameters = new Parameters();
    Scope.withoutGradients(
        () ->
            shapes.forEach(
                (name, shape) ->
                    parameters.add(
                        name,
                        Tensor.of(weights.floats(inFile.getOrDefault(name, name)), shape).keep())));
    return parameters;
  }

  private static @Nullable String fault(Weights weights, String name, long[] shape) {
    if (!weights.contains(name)) {
      return "'%s' is missing".formatted(name);
    }
    TensorInfo info = weights.info(name);
    if (!Arrays.equals(info.dimensions(), shape)) {
      return "'%s' must have shape %s (got %s)"
          .formatted(name, Arrays.toString(shape), info.shape());
    }
    return info.dtype().floating()
        ? null
        : "'%s' must hold floating-point numbers (got %s)".formatted(name, info.dtype());
  }

  /** What is made of open weights. */
  private interface Work<T> {
    T of(Weights weights);
  }

  private <T> T read(Work<T> work) {
    try (Weights weights = files.weights(WEIGHTS)) {
      return work.of(weights);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read the adapter '%s': %s".formatted(files.name(), DurableFiles.reason(e)), e);
    }
  }

  /**
   * Writes an adapter as a folder that PEFT opens; it appears whole or not at all.
   *
   * @param base the name of the model that it is for
   * @throws InvalidInputException if there is something at its place
   */
  public static void save(Path folder, String base, Lora lora) {
    ModelWriter.write(folder, inside -> write(inside, base, lora, Map.of()));
  }

  /**
   * Writes the files of an adapter into a folder that is being made.
   *
   * @param further tensors of modules that belong to no module of the model, by their names without
   *     PEFT's prefix
   */
  public static void write(Path inside, String base, Lora lora, Map<String, Tensor> further)
      throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>(lora.parameters().asMap());
    further.forEach((name, tensor) -> tensors.put(LoraNames.saved(name), tensor));
    TensorFile.save(inside.resolve(WEIGHTS), tensors, Map.of("format", "pt"));
    Files.writeString(
        inside.resolve(PeftConfig.FILE),
        new PeftConfig(base, "", lora.options()).toJson(lora.inputsFirst()));
  }
}

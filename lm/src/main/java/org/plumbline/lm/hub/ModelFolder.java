package org.plumbline.lm.hub;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.material.Material;
import org.plumbline.core.weights.DType;
import org.plumbline.core.weights.TensorInfo;
import org.plumbline.core.weights.Weights;
import org.plumbline.lm.encoder.CausalTrunk;
import org.plumbline.lm.encoder.ClassifierTrunk;
import org.plumbline.lm.encoder.Encoder;
import org.plumbline.lm.encoder.EncoderScoreModel;
import org.plumbline.lm.encoder.OnnxBert;
import org.plumbline.lm.encoder.ScoreHead;
import org.plumbline.lm.encoder.Trunk;
import org.plumbline.lm.family.BertFamily;
import org.plumbline.lm.family.CausalFamily;
import org.plumbline.lm.family.EncoderFamily;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.CausalScoreModel;
import org.plumbline.lm.model.ConfigReader;
import org.plumbline.lm.model.Decoder;
import org.plumbline.lm.model.DecoderConfig;
import org.plumbline.lm.model.DecoderNames;
import org.plumbline.lm.model.ScoreModel;
import org.plumbline.lm.seq2seq.Seq2SeqLm;
import org.plumbline.lm.template.ChatTemplate;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;
import org.plumbline.lm.text.SpecialTokens;
import org.plumbline.lm.text.Tokenizer;

/**
 * A model as Hugging Face lays it out: {@code config.json}, weights, {@code tokenizer.json}.
 *
 * <p>Weights are {@code model.safetensors}, whole or in shards, of 16 or 32 bits; for BERT also
 * {@code model.onnx}. They are loaded strictly: what is missing, unexpected or of another shape is
 * listed, all of it at once.
 */
public final class ModelFolder {
  static final String CONFIG = "config.json";
  static final String GENERATION = "generation_config.json";
  private static final String ONNX = "model.onnx";
  private static final JsonMapper JSON = new JsonMapper();

  private final ModelFiles files;
  private final JsonNode config;
  private final Family family;
  private final ModelFiles texts;
  private final Consumer<CausalLm> change;

  private ModelFolder(ModelFiles files, ModelFiles texts, Consumer<CausalLm> change) {
    this.files = files;
    this.texts = texts;
    this.change = change;
    this.config = json(CONFIG);
    ConfigReader reader = new ConfigReader(config);
    this.family = Family.of(reader, files.name());
    CountLimits.check(reader);
  }

  /**
   * Opens a folder on disk; weights are read when they are asked for.
   *
   * @throws InvalidInputException if it holds no {@code config.json} or a family that is not known
   */
  public static ModelFolder open(Path folder) {
    return open(ModelFiles.of(folder));
  }

  /** Opens a model that comes with a jar. */
  public static ModelFolder open(Material.Model material) {
    return open(ModelFiles.of(material));
  }

  /** Opens a model wherever its files lie. */
  public static ModelFolder open(ModelFiles files) {
    return new ModelFolder(files, files, lm -> {});
  }

  /**
   * The same model with the tokenizer and the chat template of other files, and with its weights
   * changed whenever they are loaded, as by an adapter.
   */
  public ModelFolder with(ModelFiles otherTexts, Consumer<CausalLm> otherChange) {
    return new ModelFolder(files, otherTexts, otherChange);
  }

  /** What messages call it. */
  public String name() {
    return files.name();
  }

  /** What {@code config.json} says. */
  public JsonNode configuration() {
    return config;
  }

  /** Whether {@link #seq2SeqLm()} can be asked for. */
  public boolean isSeq2SeqLm() {
    return family instanceof Family.Seq2Seq;
  }

  /** Whether {@link #causalLm()} can be asked for. */
  public boolean isCausalLm() {
    return family instanceof Family.Causal;
  }

  /**
   * Loads the language model; the caller closes it.
   *
   * @throws InvalidInputException if this is an encoder, or the weights do not fit the
   *     configuration
   */
  public CausalLm causalLm() {
    require(
        isCausalLm(),
        "'%s' must be a causal language model (got model_type '%s', which %s); choose one such as Llama or Qwen",
        name(),
        family.modelType(),
        isSeq2SeqLm() ? "reads one text and writes another" : "only reads");
    return decoder(((Family.Causal) family).family(), Set.of());
  }

  /**
   * Loads a model that reads one text and writes another; the caller closes it.
   *
   * @throws InvalidInputException if this is none, or the weights do not fit the configuration
   */
  public Seq2SeqLm seq2SeqLm() {
    if (!(family instanceof Family.Seq2Seq seq2Seq)) {
      throw new InvalidInputException(
          "'%s' must have an encoder and a decoder (got model_type '%s'); choose a model such as T5 or BART"
              .formatted(name(), family.modelType()));
    }
    return seq2Seq
        .family()
        .model(
            new ConfigReader(config), shapes -> read(weights -> weights.loadAll(shapes, Set.of())));
  }

  private InvalidInputException noRewardModel() {
    return new InvalidInputException(
        "'%s' reads one text and writes another (model_type '%s'), and no reward model is built on that; choose an encoder or a causal language model"
            .formatted(name(), family.modelType()));
  }

  /**
   * Loads what a reward model builds on: an encoder, or a language model read at its last token;
   * the caller closes it.
   */
  public Trunk trunk() {
    return trunk(Set.of());
  }

  /**
   * As {@link #trunk()}, of a folder that holds further tensors, as a head.
   *
   * @param alsoThere their names; {@link #parameters} loads them
   */
  public Trunk trunk(Set<String> alsoThere) {
    return switch (family) {
      case Family.Encoders encoders -> bareEncoder(encoders.family(), alsoThere);
      case Family.Causal causal -> new CausalTrunk(decoder(causal.family(), alsoThere));
      case Family.Seq2Seq seq2Seq -> throw noRewardModel();
    };
  }

  /**
   * Loads a network that gives each text one score, as {@code ...ForSequenceClassification} folders
   * hold it; the caller closes it.
   *
   * @throws InvalidInputException if this is none, or gives several numbers to a text
   */
  public ScoreModel scoreModel() {
    requireOneLabel();
    return switch (family) {
      case Family.Causal causal -> {
        Decoder lm = decoder(causal.family(), Set.of());
        Map<String, long[]> head = CausalScoreModel.headShapes(lm);
        yield new CausalScoreModel(lm, parameters(head));
      }
      case Family.Encoders encoders -> {
        ScoreHead head = encoders.family().head(new ConfigReader(config));
        Encoder trunk = classifyingEncoder(encoders.family(), head);
        yield new EncoderScoreModel(trunk, head, parameters(head.shapes(trunk.width())));
      }
      case Family.Seq2Seq seq2Seq -> throw noRewardModel();
    };
  }

  /**
   * Such a network cut before its last linear map.
   *
   * @param trunk what gives a text's vector
   * @param output weight and, if there is one, bias of the last map
   */
  public record Classifier(Trunk trunk, Parameters output) {}

  /** Whether these files are those of a network that classifies texts or gives them a score. */
  public static boolean isClassifier(ModelFiles files) {
    if (!files.has(CONFIG)) {
      return false;
    }
    try {
      String architecture =
          JSON.readTree(files.bytes(CONFIG)).path("architectures").path(0).asText("");
      return architecture.endsWith("ForSequenceClassification");
    } catch (IOException e) {
      // Whoever opens it is told what is wrong with it.
      return false;
    }
  }

  /**
   * Loads a network that gives each text one score, in two parts; the caller closes both.
   *
   * @throws InvalidInputException if this is none, or gives several numbers to a text
   */
  public Classifier classifier() {
    requireOneLabel();
    return switch (family) {
      case Family.Causal causal -> {
        Decoder lm = decoder(causal.family(), Set.of());
        yield new Classifier(new CausalTrunk(lm), parameters(CausalScoreModel.headShapes(lm)));
      }
      case Family.Encoders encoders -> {
        ScoreHead head = encoders.family().head(new ConfigReader(config));
        Encoder encoder = classifyingEncoder(encoders.family(), head);
        yield new Classifier(
            new ClassifierTrunk(encoder, head, parameters(head.shapesBelowOutput(encoder.width()))),
            parameters(head.outputShapes(encoder.width())));
      }
      case Family.Seq2Seq seq2Seq -> throw noRewardModel();
    };
  }

  private Encoder classifyingEncoder(EncoderFamily family, ScoreHead head) {
    // The width is not yet known, and names do not depend on it.
    return encoder(family, family.prefix(), head.shapes(1).keySet());
  }

  private void requireOneLabel() {
    int labels = config.path("num_labels").asInt(Math.max(1, config.path("id2label").size()));
    require(
        labels == 1,
        "'%s' must give each text one score (num_labels 1; got %d); a classifier of several classes is no reward model",
        name(),
        labels);
  }

  /**
   * Loads a language model as a network that gives each text one score, with a head of zeros whose
   * weights come from elsewhere, as from an adapter; the caller closes it.
   *
   * @throws InvalidInputException if this is no language model
   */
  public ScoreModel scoreModelWithoutHead() {
    CausalLm lm = causalLm();
    Parameters head = new Parameters();
    CausalScoreModel.headShapes(lm)
        .forEach((name, shape) -> head.add(name, Tensor.keptZeros(shape)));
    return new CausalScoreModel(lm, head);
  }

  /**
   * Loads tensors of the given names and shapes, whatever else there is; the caller closes them.
   */
  public Parameters parameters(Map<String, long[]> shapes) {
    return read(weights -> weights.load(shapes));
  }

  /**
   * Loads the tokenizer; the caller closes it.
   *
   * @throws InvalidInputException if there is none, or it makes ids that the model has no embedding
   *     for
   */
  public Tokenizer tokenizer() {
    Tokenizer tokenizer = ownTokenizer();
    ConfigReader reader = new ConfigReader(config);
    int embeddings =
        reader.integer("vocab_size", reader.integer("padded_vocab_size", Integer.MAX_VALUE));
    try {
      return tokenizer.limitedTo(embeddings);
    } catch (InvalidInputException e) {
      tokenizer.close();
      throw e;
    }
  }

  private Tokenizer ownTokenizer() {
    // The original BERT vocabularies come without settings, and their special tokens have had these
    // names ever since.
    boolean bare = family.modelType().equals("bert") && !texts.has("tokenizer_config.json");
    return Tokenizer.load(
        this::smallFile, name(), bare ? SpecialTokens.of("[CLS]", "[SEP]") : SpecialTokens.NONE);
  }

  private Optional<byte[]> smallFile(String name) {
    return texts.has(name) ? Optional.of(texts.bytes(name)) : Optional.empty();
  }

  /**
   * The tokens that end a text: those of {@code generation_config.json}, or else of {@code
   * config.json}, which often names fewer.
   */
  public Set<Integer> endIds() {
    if (files.has(GENERATION)) {
      List<Integer> own = ConfigReader.ids(json(GENERATION), "eos_token_id");
      if (!own.isEmpty()) {
        return Set.copyOf(own);
      }
    }
    return Set.copyOf(ConfigReader.ids(config, "eos_token_id"));
  }

  private JsonNode json(String file) {
    try {
      JsonNode json = JSON.readTree(files.bytes(file));
      require(
          json.isObject(),
          "%s of '%s' must hold an object (got %s)",
          file,
          name(),
          json.getNodeType());
      return json;
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s of '%s' is not JSON: %s".formatted(file, name(), DurableFiles.reason(e)), e);
    }
  }

  /** How the model writes a chat down; empty if the folder does not say. */
  public Optional<ChatTemplate> chatTemplate() {
    return ChatTemplate.read(this::smallFile);
  }

  /** What is thrown where a chat is to be written down and {@link #chatTemplate} is empty. */
  public InvalidInputException noChatTemplate() {
    return new InvalidInputException(
        "chats are written by a chat template, and '%s' has none; put a chat_template.jinja into its folder, choose a model with one, or give plain text"
            .formatted(name()));
  }

  private boolean isOnnx() {
    return family instanceof Family.Encoders encoders
        && encoders.family() instanceof BertFamily
        && files.has(ONNX)
        && !files.has(Weights.FILE)
        && !files.has(Weights.INDEX_FILE);
  }

  private Encoder bareEncoder(EncoderFamily encoder, Set<String> alsoThere) {
    if (isOnnx()) {
      try (InputStream in = files.open(ONNX)) {
        return OnnxBert.read(BertFamily.config(new ConfigReader(config)), in);
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
    return encoder(encoder, "", alsoThere);
  }

  private Encoder encoder(EncoderFamily encoder, String prefix, Set<String> alsoThere) {
    return encoder.encoder(
        new ConfigReader(config),
        prefix,
        shapes -> read(weights -> weights.loadAll(shapes, alsoThere)));
  }

  private Decoder decoder(CausalFamily causal, Set<String> alsoThere) {
    ConfigReader reader = new ConfigReader(config);
    DecoderConfig shape = causal.config(reader);
    DecoderNames names = causal.names(reader);
    Set<String> extra = extra(shape, names, alsoThere);
    Decoder lm =
        new Decoder(
            shape, names, read(weights -> weights.loadAll(Decoder.shapes(shape, names), extra)));
    try {
      change.accept(lm);
      return lm;
    } catch (RuntimeException e) {
      lm.close();
      throw e;
    }
  }

  /** Tensors that may lie in the file beside those of the model. */
  private static Set<String> extra(DecoderConfig shape, DecoderNames names, Set<String> alsoThere) {
    Set<String> extra = new HashSet<>(alsoThere);
    if (shape.head() == DecoderConfig.Head.TIED) {
      // Some writers store the tied table a second time.
      extra.add(names.head() + ".weight");
    }
    if (shape.head() == DecoderConfig.Head.NONE) {
      extra.add(CausalScoreModel.WEIGHT);
    }
    return extra;
  }

  /**
   * How large the model is, without reading its weights; those of {@code model.onnx} are read.
   *
   * @throws InvalidInputException if a header is broken, or a language model's weights do not fit
   *     the configuration
   */
  public ModelSize size() {
    if (isOnnx()) {
      try (Trunk trunk = trunk()) {
        return ModelSize.of(infos(trunk.parameters()), 0);
      }
    }
    try (Weights weights = files.weights()) {
      List<TensorInfo> floats =
          weights.tensors().stream()
              .filter(info -> info.dtype().floating() && !family.ignores(info.name()))
              .toList();
      return family instanceof Family.Causal causal
          ? causalSize(causal.family(), weights, floats)
          : ModelSize.of(floats, 0);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private ModelSize causalSize(CausalFamily causal, Weights weights, List<TensorInfo> floats) {
    ConfigReader reader = new ConfigReader(config);
    DecoderConfig shape = causal.config(reader);
    DecoderNames names = causal.names(reader);
    Set<String> extra = extra(shape, names, Set.of(CausalScoreModel.WEIGHT, "score.bias"));
    new StrictWeights(weights, family).requireAll(Decoder.shapes(shape, names), extra);
    String head = names.head() + ".weight";
    boolean tied = shape.head() == DecoderConfig.Head.TIED;
    long width = (long) shape.attention().keyValueHeads() * shape.attention().headSize();
    return ModelSize.of(
        floats.stream().filter(info -> !tied || !info.name().equals(head)).toList(),
        2 * ModelSize.FLOAT_BYTES * width * shape.layers().size());
  }

  private static List<TensorInfo> infos(Parameters parameters) {
    return parameters.asMap().entrySet().stream()
        .map(entry -> TensorInfo.of(entry.getKey(), DType.F32, entry.getValue().shape()))
        .toList();
  }

  private Parameters read(Function<StrictWeights, Parameters> work) {
    try (Weights weights = files.weights()) {
      return work.apply(new StrictWeights(weights, family));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private InvalidInputException unreadable(IOException e) {
    return new InvalidInputException(
        "cannot read the weights of '%s': %s".formatted(name(), DurableFiles.reason(e)), e);
  }
}

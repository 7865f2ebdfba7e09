package org.plumbline.align.reward;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.run.ContentHash;
import org.plumbline.core.score.Scorer;
import org.plumbline.lm.adapter.Adapters;
import org.plumbline.lm.adapter.PeftFolder;
import org.plumbline.lm.encoder.CausalTrunk;
import org.plumbline.lm.encoder.Trunk;
import org.plumbline.lm.hub.ModelFiles;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.hub.ModelWriter;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;
import org.plumbline.lm.text.TextEncoder;

/**
 * A trunk with one linear layer that makes a number of its vector, whole with tokenizer, scale and
 * lineage.
 *
 * <p>It reads prompt and completion as one text. Ouyang et al. 2022, section 3.5, and WARM, section
 * 2.1, have the same form.
 */
public final class RewardModel implements Scorer, AutoCloseable {
  /** Name of the head's module. */
  static final String HEAD = "score";

  /** Characters of a text that messages show. */
  private static final int SHOWN = 40;

  static final String WEIGHT = HEAD + ".weight";
  static final String BIAS = HEAD + ".bias";

  private final Trunk trunk;
  private final Optional<AdaptedTrunk> adapter;
  private final Parameters head;
  private final Owned owned;
  private TextEncoder encoder;
  private RewardModelFile file;

  /** What is closed with the model, besides head and adapter. */
  private enum Owned {
    NEITHER,
    TRUNK,
    TRUNK_AND_TOKENIZER
  }

  private RewardModel(
      Trunk trunk,
      Optional<AdaptedTrunk> adapter,
      Parameters head,
      TextEncoder encoder,
      Owned owned,
      RewardModelFile file) {
    this.trunk = trunk;
    this.adapter = adapter;
    this.head = head;
    this.encoder = encoder;
    this.owned = owned;
    this.file = file;
  }

  /** A model whose head gives 0 to everything; it takes over the trunk, not the tokenizer. */
  static RewardModel untrained(Trunk trunk, TextEncoder encoder, RewardLineage lineage) {
    return untrained(trunk, Optional.empty(), Owned.TRUNK, encoder, lineage);
  }

  /** Likewise over a trunk that stays the caller's; the model takes over the adapter. */
  static RewardModel untrained(AdaptedTrunk adapted, TextEncoder encoder, RewardLineage lineage) {
    return untrained(adapted.trunk(), Optional.of(adapted), Owned.NEITHER, encoder, lineage);
  }

  private static RewardModel untrained(
      Trunk trunk,
      Optional<AdaptedTrunk> adapter,
      Owned owned,
      TextEncoder encoder,
      RewardLineage lineage) {
    Parameters head = new Parameters();
    Scope.withoutGradients(
        () ->
            headShapes(trunk).forEach((name, shape) -> head.add(name, Tensor.zeros(shape).keep())));
    RewardModelFile file =
        new RewardModelFile(
            RewardModelFile.FORMAT,
            encoder.options(),
            encoder.hash(),
            ScoreNormaliser.NONE,
            lineage);
    return new RewardModel(trunk, adapter, head, encoder, owned, file);
  }

  /**
   * Opens a folder that {@link #save} wrote; the caller closes the model.
   *
   * @throws org.plumbline.core.error.InvalidInputException if anything of it is missing,
   *     unexpected, or does not fit
   */
  public static RewardModel open(Path folder) {
    return open(ModelFiles.of(folder));
  }

  /**
   * Opens a reward model wherever its files lie, or a folder {@code ...ForSequenceClassification}
   * with one label; the caller closes it.
   *
   * <p>Such a folder's scores are its own numbers: it has no normaliser.
   */
  public static RewardModel open(ModelFiles files) {
    return !files.has(RewardModelFile.NAME) && isPublished(files)
        ? PublishedRewardModel.open(files)
        : SavedRewardModel.open(files);
  }

  /**
   * Whether these files are a reward model as others publish them: a folder {@code
   * ...ForSequenceClassification}, or a PEFT adapter that makes one of a language model.
   */
  public static boolean isPublished(ModelFiles files) {
    return ModelFolder.isClassifier(files) || PeftFolder.isClassifier(files);
  }

  /** A model of parts that it takes over, all of them. */
  static RewardModel of(
      Trunk trunk,
      Optional<AdaptedTrunk> adapter,
      Parameters head,
      TextEncoder encoder,
      RewardModelFile file) {
    return new RewardModel(trunk, adapter, head, encoder, Owned.TRUNK_AND_TOKENIZER, file);
  }

  /**
   * Writes the whole model as a folder, or the adapter and the head of one that is an adapter; it
   * appears whole or not at all.
   */
  public void save(Path folder) {
    if (adapter.isPresent()) {
      AdaptedTrunk adapted = adapter.get();
      ModelWriter.write(
          folder,
          inside -> {
            PeftFolder.write(inside, adapted.name(), adapted.lora(), head.asMap());
            Files.writeString(inside.resolve(RewardModelFile.NAME), file.toJson());
          });
      return;
    }
    ModelWriter.save(
        folder,
        configuration(),
        allParameters(),
        encoder.tokenizer(),
        Map.of(RewardModelFile.NAME, file.toJson()));
  }

  /**
   * What {@code config.json} says. Over a language model, transformers opens the folder as {@code
   * AutoModelForSequenceClassification} if it is told of one label; its scores are the raw ones
   * without the head's bias.
   */
  private ObjectNode configuration() {
    ObjectNode configuration = trunk.configuration();
    if (trunk instanceof CausalTrunk) {
      configuration.putObject("id2label").put("0", "LABEL_0");
      configuration.putObject("label2id").put("LABEL_0", 0);
    }
    return configuration;
  }

  /**
   * Scores in units of the reference set's standard deviation, from its mean; raw ones if it was
   * never measured.
   */
  @Override
  public double[] score(List<Exchange> exchanges) {
    return Arrays.stream(rawScores(exchanges)).map(file.normaliser()::apply).toArray();
  }

  /**
   * The same model without its normaliser: differences are log-odds that a text is preferred
   * (Bradley-Terry).
   */
  public Scorer raw() {
    return this::rawScores;
  }

  private double[] rawScores(List<Exchange> exchanges) {
    if (exchanges.isEmpty()) {
      return new double[0];
    }
    try (LowerLayers lower = LowerLayers.computed(trunk, encode(exchanges), 0)) {
      return rawScores(lower);
    }
  }

  /** Token ids of each exchange's text. */
  List<int[]> encode(List<Exchange> exchanges) {
    List<String> texts = exchanges.stream().map(Exchange::text).toList();
    try {
      return encoder.encode(texts).stream().map(text -> text.ids()).toList();
    } catch (InvalidInputException e) {
      texts.forEach(this::requireShort);
      throw e;
    }
  }

  private void requireShort(String text) {
    TextEncoder.Options options = encoder.options();
    int added = (options.addBos() ? 1 : 0) + (options.addEos() ? 1 : 0);
    int length = encoder.tokenizer().encodeLiteral(text).length + added;
    require(
        length <= options.maxLength(),
        "a text to be scored has %d tokens, and the reward model reads at most %d; shorten the text%s (it begins '%s')",
        length,
        options.maxLength(),
        lineage().start().isEmpty() ? "" : ", or train the reward model with --truncate",
        text.substring(0, Math.min(SHOWN, text.length())));
  }

  /** Raw scores of all texts. */
  double[] rawScores(LowerLayers lower) {
    return rawScores(lower, IntStream.range(0, lower.lengths().length).toArray());
  }

  /** Raw scores of these texts in their order, computed in batches of texts of similar length. */
  double[] rawScores(LowerLayers lower, int[] texts) {
    int[] lengths = lower.lengths();
    int[] wanted = Arrays.stream(texts).map(text -> lengths[text]).toArray();
    double[] scores =
        LengthBatches.scores(
            wanted,
            batch -> {
              int[] numbers = Arrays.stream(batch).map(place -> texts[place]).toArray();
              return Scope.inference(() -> raw(lower.batch(numbers), lower.layers(), 0).toFloats());
            });
    for (int i = 0; i < scores.length; i++) {
      finite(scores[i], i);
    }
    return scores;
  }

  static double finite(double score, int text) {
    if (!Double.isFinite(score)) {
      throw new FailedException(
          "the reward model gives %s to text %d; its weights are broken, train it again"
              .formatted(score, text));
    }
    return score;
  }

  /** Raw scores of one batch, [batch]. */
  Tensor raw(LowerLayers.Batch batch, int fromLayer, double dropout) {
    if (adapter.isEmpty()) {
      return headOf(trunk.pooled(batch.hidden(), batch.lengths(), fromLayer, dropout));
    }
    try (Adapters.InForce use = adapter.get().use(dropout)) {
      return headOf(trunk.pooled(batch.hidden(), batch.lengths(), fromLayer, dropout));
    }
  }

  /** Raw scores of vectors: [batch, width] gives [batch]. */
  Tensor headOf(Tensor pooled) {
    return Ops.linear(pooled, head.get(WEIGHT), head.get(BIAS)).squeeze(1);
  }

  Trunk trunk() {
    return trunk;
  }

  Parameters head() {
    return head;
  }

  /** How texts become tokens. */
  public TextEncoder encoder() {
    return encoder;
  }

  /**
   * Says how the texts that it will be given are written; call it before the first score.
   *
   * @throws InvalidInputException if it was trained on texts that are written otherwise; one that
   *     was published by others is taken to read whatever its template writes
   */
  public void readAs(TextEncoder.Chats texts) {
    TextEncoder.Chats own = encoder.options().chats();
    if (own.equals(texts)) {
      return;
    }
    require(
        lineage().start().isEmpty() && own.plain(),
        "this reward model was trained on %s, and these texts are %s; %s",
        own.plain() ? "plain text" : "chats",
        texts.plain() ? "plain" : own.plain() ? "chats" : "chats that another template wrote",
        own.plain() == texts.plain()
            ? "take one that was trained with the template of the policy"
            : own.plain()
                ? "give plain text, or train it on preferences whose texts are chat messages"
                : "give chat messages, or train it on plain text");
    encoder = new TextEncoder(encoder.tokenizer(), encoder.options().withChats(texts));
  }

  /** How many weights trunk and head have together. */
  public long parameters() {
    return trunk.parameters().count() + head.count();
  }

  /** Where this model comes from. */
  public RewardLineage lineage() {
    return file.lineage();
  }

  /** What {@link #score} applies to raw scores. */
  public ScoreNormaliser normaliser() {
    return file.normaliser();
  }

  /** Fits the normaliser to these reference texts. */
  public void normalise(List<Exchange> reference) {
    normalise(ScoreNormaliser.fit(rawScores(reference)));
  }

  void normalise(ScoreNormaliser normaliser) {
    file = file.with(normaliser);
  }

  void trainedFor(long updates) {
    file = file.with(lineage().trainedFor(updates));
  }

  /** SHA-256 of all weights: trunk, adapter if it is one, head. */
  public String hash() {
    String trained = adapter.map(adapted -> adapted.lora().parameters().hash()).orElse("");
    return ContentHash.of(trunk.parameters().hash() + trained + head.hash()).hex();
  }

  /** Whether this is an adapter over a trunk that it shares with others. */
  public boolean isAdapter() {
    return adapter.isPresent();
  }

  /** Weights of its own: all of them, or those of adapter and head. */
  public long ownWeights() {
    return head.count()
        + adapter
            .map(adapted -> adapted.lora().parameters().count())
            .orElse(trunk.parameters().count());
  }

  /** Records gradients for the head and for the upper layers, or the adapter over them. */
  void train(int trainedLayers) {
    head.train(name -> true);
    if (adapter.isPresent()) {
      adapter.get().lora().train(true);
    } else {
      trunk.parameters().train(name -> trained(trunk, name, trainedLayers));
    }
  }

  /** Records no gradients any more. */
  void freeze() {
    head.train(name -> false);
    if (adapter.isPresent()) {
      adapter.get().lora().train(false);
    } else {
      trunk.parameters().train(name -> false);
    }
  }

  /** What {@link #train} made trainable, by name. */
  Map<String, Tensor> trainable() {
    Map<String, Tensor> trainable = new LinkedHashMap<>();
    if (adapter.isPresent()) {
      trainable.putAll(adapter.get().lora().trained());
    } else {
      trainable.putAll(trunk.parameters().trainable());
    }
    trainable.putAll(head.trainable());
    return trainable;
  }

  /** The first of the trunk's layers that was trained; what is below is the start model's. */
  int firstTrainedLayer() {
    return Math.max(0, trunk.layers() - lineage().trainedLayers());
  }

  /**
   * Whether the parameter belongs to what is trained when the upper layers from this one on are.
   */
  static boolean trained(Trunk trunk, String parameter, int trainedLayers) {
    return trunk.layerOf(parameter) >= trunk.layers() - trainedLayers;
  }

  /** A model of its own with the same weights, into which an adapter is merged. */
  RewardModel whole() {
    Trunk copy = adapter.map(AdaptedTrunk::merged).orElseGet(trunk::copy);
    return new RewardModel(copy, Optional.empty(), head.copy(), encoder, Owned.TRUNK, file);
  }

  /** Weights of trunk and head, by their names in the file. */
  Map<String, Tensor> allParameters() {
    Map<String, Tensor> all = new LinkedHashMap<>(trunk.parameters().asMap());
    all.putAll(head.asMap());
    return all;
  }

  static Map<String, long[]> headShapes(Trunk trunk) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(WEIGHT, new long[] {1, trunk.width()});
    shapes.put(BIAS, new long[] {1});
    return shapes;
  }

  @Override
  public void close() {
    adapter.ifPresent(AdaptedTrunk::close);
    head.close();
    if (owned != Owned.NEITHER) {
      trunk.close();
    }
    if (owned == Owned.TRUNK_AND_TOKENIZER) {
      encoder.tokenizer().close();
    }
  }
}

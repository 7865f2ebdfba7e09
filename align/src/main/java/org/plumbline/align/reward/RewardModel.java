package org.plumbline.align.reward;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.run.ContentHash;
import org.plumbline.core.score.Scorer;
import org.plumbline.lm.encoder.Trunk;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;
import org.plumbline.lm.text.TextEncoder;
import org.plumbline.lm.text.Tokenizer;

/**
 * A trunk with one linear layer that makes a number of its vector, whole with tokenizer, scale and
 * lineage.
 *
 * <p>It reads prompt and completion as one text. Ouyang et al. 2022, section 3.5, and WARM, section
 * 2.1, have the same form.
 */
public final class RewardModel implements Scorer, AutoCloseable {
  private static final String WEIGHT = "score.weight";
  private static final String BIAS = "score.bias";

  private final Trunk trunk;
  private final Parameters head;
  private final TextEncoder encoder;
  private final boolean ownsTokenizer;
  private RewardModelFile file;

  private RewardModel(
      Trunk trunk,
      Parameters head,
      TextEncoder encoder,
      boolean ownsTokenizer,
      RewardModelFile file) {
    this.trunk = trunk;
    this.head = head;
    this.encoder = encoder;
    this.ownsTokenizer = ownsTokenizer;
    this.file = file;
  }

  /** A model whose head gives 0 to everything; it takes over the trunk, not the tokenizer. */
  static RewardModel untrained(Trunk trunk, TextEncoder encoder, RewardLineage lineage) {
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
    return new RewardModel(trunk, head, encoder, false, file);
  }

  /**
   * Opens a folder that {@link #save} wrote; the caller closes the model.
   *
   * @throws org.plumbline.core.error.InvalidInputException if anything of it is missing,
   *     unexpected, or does not fit
   */
  public static RewardModel open(Path folder) {
    RewardModelFile file = RewardModelFile.read(folder);
    ModelFolder model = ModelFolder.open(folder);
    Tokenizer tokenizer = model.tokenizer();
    TextEncoder encoder = new TextEncoder(tokenizer, file.encoder());
    require(
        encoder.hash().equals(file.encoderHash()),
        "the tokenizer of '%s' is not the one that the reward model was trained with; restore tokenizer.json",
        folder);
    Trunk trunk = model.trunk(Set.of(WEIGHT, BIAS));
    return new RewardModel(trunk, model.parameters(headShapes(trunk)), encoder, true, file);
  }

  /** Writes the whole model as a folder, which appears whole or not at all. */
  public void save(Path folder) {
    ModelFolder.save(
        folder,
        trunk.configuration(),
        allParameters(),
        encoder.tokenizer(),
        Map.of(RewardModelFile.NAME, file.toJson()));
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
    try (LowerLayers lower = LowerLayers.computed(trunk, encode(encoder, exchanges), 0)) {
      return rawScores(lower);
    }
  }

  /** Token ids of each exchange's text. */
  static List<int[]> encode(TextEncoder encoder, List<Exchange> exchanges) {
    List<String> texts = exchanges.stream().map(Exchange::text).toList();
    try {
      return encoder.encode(texts).stream().map(text -> text.ids()).toList();
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          "the reward model cannot read all texts that it is to score: %s, by training it with --truncate"
              .formatted(e.getMessage()),
          e);
    }
  }

  /** Raw scores of all texts. */
  double[] rawScores(LowerLayers lower) {
    return rawScores(lower, IntStream.range(0, lower.lengths().length).toArray());
  }

  /** Raw scores of these texts in their order, computed in batches of texts of similar length. */
  double[] rawScores(LowerLayers lower, int[] texts) {
    int[] lengths = lower.lengths();
    int[] order = LowerLayers.byLength(Arrays.stream(texts).map(text -> lengths[text]).toArray());
    double[] scores = new double[order.length];
    for (int from = 0; from < order.length; from += LowerLayers.TEXTS_AT_ONCE) {
      int[] part =
          Arrays.copyOfRange(order, from, Math.min(order.length, from + LowerLayers.TEXTS_AT_ONCE));
      int[] wanted = Arrays.stream(part).map(place -> texts[place]).toArray();
      float[] values =
          Scope.inference(() -> raw(lower.batch(wanted), lower.layers(), 0).toFloats());
      for (int i = 0; i < part.length; i++) {
        scores[part[i]] = finite(values[i], part[i]);
      }
    }
    return scores;
  }

  static double finite(float score, int text) {
    if (!Float.isFinite(score)) {
      throw new FailedException(
          "the reward model gives %s to text %d; its weights are broken, train it again"
              .formatted(score, text));
    }
    return score;
  }

  /** Raw scores of one batch, [batch]. */
  Tensor raw(LowerLayers.Batch batch, int fromLayer, double dropout) {
    return headOf(trunk.pooled(batch.hidden(), batch.lengths(), fromLayer, dropout));
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

  /** SHA-256 of all weights, trunk and head. */
  public String hash() {
    return ContentHash.of(trunk.parameters().hash() + head.hash()).hex();
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

  /** A model of its own with the same weights. */
  RewardModel copy() {
    return new RewardModel(trunk.copy(), head.copy(), encoder, false, file);
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
    trunk.close();
    head.close();
    if (ownsTokenizer) {
      encoder.tokenizer().close();
    }
  }
}

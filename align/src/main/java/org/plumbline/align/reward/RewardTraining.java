package org.plumbline.align.reward;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.plumbline.align.loop.CheckpointStore;
import org.plumbline.align.loop.StopSignal;
import org.plumbline.core.data.LabelCorruption;
import org.plumbline.core.data.Preference;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.run.ContentHash;
import org.plumbline.lm.adapter.Adapters;
import org.plumbline.lm.adapter.LoraOptions;
import org.plumbline.lm.encoder.Trunk;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.text.TextEncoder;
import org.plumbline.lm.text.Tokenizer;

/**
 * Trains one or several reward models from one start by the loss of Bradley and Terry.
 *
 * <p>WARM (Ramé et al. 2024), sections 2.1 and 3: every member starts from the same weights and the
 * same probed head, and sees the data in another order, with another learning rate and dropout.
 * With several checkpoints of one trajectory to start from, member m starts from checkpoint m in
 * turn ("Baklava").
 */
public final class RewardTraining {
  private final RewardTrainingOptions options;
  private final RewardTrainingListener listener;
  private final IntFunction<CheckpointStore> stores;
  private final StopSignal stop;
  private final TextEncoder.Chats chats;

  /** A training that keeps no checkpoints. */
  public RewardTraining(RewardTrainingOptions options, RewardTrainingListener listener) {
    this(options, listener, member -> CheckpointStore.NONE, StopSignal.NEVER);
  }

  /**
   * A training.
   *
   * @param stores where the checkpoints of each member go
   */
  public RewardTraining(
      RewardTrainingOptions options,
      RewardTrainingListener listener,
      IntFunction<CheckpointStore> stores,
      StopSignal stop) {
    this(options, listener, stores, stop, TextEncoder.Chats.NONE);
  }

  private RewardTraining(
      RewardTrainingOptions options,
      RewardTrainingListener listener,
      IntFunction<CheckpointStore> stores,
      StopSignal stop,
      TextEncoder.Chats chats) {
    this.options = options;
    this.listener = listener;
    this.stores = stores;
    this.stop = stop;
    this.chats = chats;
  }

  /** The same for preferences that are chats, as a template wrote them. */
  public RewardTraining reading(TextEncoder.Chats written) {
    return new RewardTraining(options, listener, stores, stop, written);
  }

  /** Trains from one start. */
  public TrainedRewardModels train(
      Trunk start, Tokenizer tokenizer, List<Preference> preferences, Seeds seeds) {
    return train(List.of(start), tokenizer, preferences, seeds);
  }

  /**
   * Trains all members, one after another; neither starts nor tokenizer are changed or closed.
   * Members that are adapters share their start, which must stay open as long as they are used.
   *
   * @param starts the start model, or checkpoints of one trajectory
   * @throws org.plumbline.core.error.InvalidInputException if a text is too long, naming the
   *     preference
   * @throws org.plumbline.core.error.FailedException if a loss is not finite, naming member, step
   *     and preferences
   */
  public TrainedRewardModels train(
      List<Trunk> starts, Tokenizer tokenizer, List<Preference> preferences, Seeds seeds) {
    require(!starts.isEmpty(), "reward models need a model to start from (got none)");
    require(!preferences.isEmpty(), "reward models need preferences to learn from (got none)");
    TextEncoder encoder = encoder(starts.getFirst(), tokenizer);
    ValidationSplit split =
        ValidationSplit.of(preferences, options.validationShare(), seeds.stream("validation"));
    LabelCorruption corruption =
        LabelCorruption.share(
            split.training().length, options.corruptedShare(), seeds.stream("label-noise"));
    List<Preference> training =
        corruption.apply(TrainedRewardModels.rows(preferences, split.training()));
    List<Preference> validation = TrainedRewardModels.rows(preferences, split.validation());
    List<Preference> all = new ArrayList<>(training);
    all.addAll(validation);
    int[] numbers =
        IntStream.concat(Arrays.stream(split.training()), Arrays.stream(split.validation()))
            .map(row -> row + 1)
            .toArray();
    EncodedPairs pairs = EncodedPairs.of(all, numbers, encoder);
    listener.afterReading(pairs.texts().size(), encoder.truncatedTexts());
    return new TrainedRewardModels(
        members(starts, encoder, pairs, training.size(), dataHash(preferences), seeds),
        TrainedRewardModels.rows(training, corruption.clean()),
        TrainedRewardModels.rows(training, corruption.corrupted()),
        validation);
  }

  private List<RewardModel> members(
      List<Trunk> starts,
      TextEncoder encoder,
      EncodedPairs pairs,
      int training,
      String data,
      Seeds seeds) {
    List<String> hashes = starts.stream().map(start -> start.parameters().hash()).toList();
    List<RewardModel> members = new ArrayList<>();
    try (Parameters head =
            probedHead(
                starts.getFirst(), encoder, pairs, training, hashes.getFirst(), data, seeds);
        LowerLayersOfStarts lower = new LowerLayersOfStarts(starts, pairs.texts())) {
      List<Adapters> adapters = starts.stream().map(AdaptedTrunk::adapters).toList();
      for (int m = 0; m < options.members(); m++) {
        int from = m % starts.size();
        RewardLineage lineage = lineage(hashes.getFirst(), hashes.get(from), data, seeds, m);
        RewardModel model =
            untrained(starts.get(from), adapters.get(from), encoder, lineage, seeds);
        members.add(model);
        model.head().copyFrom(head);
        new MemberTraining(options, model, pairs, training, seeds.child("member", m))
            .train(lower.of(from, model.trunk()), stores.apply(m), listener.member(m), stop);
        listener.afterMember(m, model);
      }
      return members;
    } catch (RuntimeException e) {
      members.forEach(RewardModel::close);
      throw e;
    }
  }

  /** A member over a copy of its start, or an adapter over the start itself. */
  private RewardModel untrained(
      Trunk start, Adapters adapters, TextEncoder encoder, RewardLineage lineage, Seeds seeds) {
    if (options.adapter().isEmpty()) {
      return RewardModel.untrained(start.copy(), encoder, lineage);
    }
    RewardAdapter wanted = options.adapter().get();
    LoraOptions shape = wanted.over(start.layers(), options.trainedLayers(), lineage.dropout());
    // One stream for all members: averages need adapters that begin alike.
    return RewardModel.untrained(
        AdaptedTrunk.fresh(wanted.trunk(), start, adapters, shape, seeds.child("adapter")),
        encoder,
        lineage);
  }

  /** The head that all members begin with; the caller closes it. */
  private Parameters probedHead(
      Trunk start,
      TextEncoder encoder,
      EncodedPairs pairs,
      int training,
      String hash,
      String data,
      Seeds seeds) {
    RewardModel probe = RewardModel.untrained(start, encoder, lineage(hash, hash, data, seeds, 0));
    if (options.probePairs() > 0) {
      int[] rows = IntStream.range(0, training).toArray();
      // A head that has seen more than the members will see helps nobody in a short training.
      long seen = Math.max(1, Math.round(options.epochs() * training));
      int most = (int) Math.min(options.probePairs(), seen);
      LinearProbe.fit(probe, pairs, rows, most, options.loss(), seeds.stream("probe"));
      listener.afterProbe(probe);
    }
    return probe.head();
  }

  private TextEncoder encoder(Trunk start, Tokenizer tokenizer) {
    int longest = options.maxLength() == 0 ? start.contextLength() : options.maxLength();
    require(
        longest <= start.contextLength(),
        "max-length must be at most what the model reads, %d tokens (got %d)",
        start.contextLength(),
        longest);
    tokenizer.requireFits(start.vocabularySize());
    return new TextEncoder(
        tokenizer,
        new TextEncoder.Options(
                tokenizer.bos().isPresent(),
                tokenizer.eos().isPresent(),
                longest,
                options.truncation(),
                "",
                "")
            .withChats(chats));
  }

  private RewardLineage lineage(String origin, String start, String data, Seeds seeds, int member) {
    return new RewardLineage(
        origin,
        start,
        data,
        options.corruptedShare(),
        seeds.root(),
        member,
        options.trainedLayers(),
        options.learningRate(member),
        options.dropout(member),
        0,
        List.of());
  }

  private static String dataHash(List<Preference> preferences) {
    StringBuilder all = new StringBuilder();
    for (Preference p : preferences) {
      // A unit separator, which no text holds, so that no two data sets read alike.
      all.append(
              String.join(
                  "\u001f", p.prompt(), p.chosen(), p.rejected(), p.margin().toString(), p.group()))
          .append('\n');
    }
    return ContentHash.of(all.toString()).hex();
  }

  /** Activations below the trained layers, for each start once, when they are first asked for. */
  private final class LowerLayersOfStarts implements AutoCloseable {
    private final List<Trunk> starts;
    private final List<int[]> texts;
    private final Map<Integer, LowerLayers> made = new HashMap<>();

    LowerLayersOfStarts(List<Trunk> starts, List<int[]> texts) {
      this.starts = starts;
      this.texts = texts;
    }

    /**
     * @param own the member's trunk, through which gradients go if its embeddings are trained
     */
    LowerLayers of(int start, Trunk own) {
      Trunk trunk = starts.get(start);
      int layers = Math.max(0, trunk.layers() - options.trainedLayers());
      if (options.trainedLayers() > trunk.layers() && options.adapter().isEmpty()) {
        return LowerLayers.computed(own, texts, 0);
      }
      return made.computeIfAbsent(
          start,
          s ->
              worthKeeping(trunk)
                  ? LowerLayers.cached(trunk, texts, layers, listener::activations)
                  : LowerLayers.computed(trunk, texts, layers));
    }

    /** Whether they fit, and are read more often than once on average. */
    private boolean worthKeeping(Trunk trunk) {
      double reads = options.epochs() * options.members() / starts.size();
      return reads > 1
          && LowerLayers.bytes(trunk, texts) * starts.size()
              <= options.cacheMegabytes() * 1_000_000L;
    }

    @Override
    public void close() {
      made.values().forEach(LowerLayers::close);
    }
  }
}

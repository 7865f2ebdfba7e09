package org.plumbline.align.reward;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.plumbline.align.loop.StepListener;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.data.Preference;
import org.plumbline.core.math.BradleyTerry;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.encoder.Bert;
import org.plumbline.lm.encoder.BertConfig;
import org.plumbline.lm.optim.AdamW;
import org.plumbline.lm.text.SpecialTokens;
import org.plumbline.lm.text.TextEncoder;
import org.plumbline.lm.text.Tokenizer;

/** A language of fourteen words, a network that reads it, and preferences in it. */
final class Tiny {
  static final long SEED = 20261123;
  static final int WIDTH = 16;
  private static final List<String> WORDS =
      List.of(
          "[UNK]", "[CLS]", "[SEP]", "good", "bad", "the", "a", "cat", "dog", "sees", "is", "old",
          "very", "and");

  private Tiny() {}

  static Tokenizer tokenizer() {
    return tokenizer(WORDS);
  }

  static Tokenizer tokenizer(List<String> words) {
    return tokenizer(words, "null");
  }

  /** The same with a {@code post_processor}, as JSON. */
  static Tokenizer tokenizer(List<String> words, String postProcessor) {
    StringBuilder vocabulary = new StringBuilder();
    for (int id = 0; id < words.size(); id++) {
      vocabulary
          .append(id == 0 ? "" : ",")
          .append('"')
          .append(words.get(id))
          .append("\":")
          .append(id);
    }
    String json =
        """
        {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null,
         "pre_tokenizer": {"type": "Whitespace"}, "post_processor": %s, "decoder": null,
         "model": {"type": "WordLevel", "unk_token": "[UNK]", "vocab": {%s}}}
        """
            .formatted(postProcessor, vocabulary);
    return Tokenizer.load(
        json.getBytes(StandardCharsets.UTF_8), SpecialTokens.of("[CLS]", "[SEP]"));
  }

  static List<String> words() {
    return WORDS;
  }

  static Bert bert(long seed) {
    return Bert.random(
        new BertConfig(WORDS.size() + 6, WIDTH, 32, 3, 2, 16, 2, 1e-12), new Seeds(seed));
  }

  /** Sentences of three to nine words, chosen with a "good" where rejected has a "bad". */
  static List<Preference> preferences(int count, String stream) {
    SplittableRandom random = new Seeds(SEED).stream(stream);
    List<Preference> preferences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> words = new ArrayList<>();
      int length = random.nextInt(3, 10);
      for (int w = 0; w < length; w++) {
        words.add(WORDS.get(random.nextInt(5, WORDS.size())));
      }
      int place = random.nextInt(length);
      words.set(place, "good");
      String chosen = String.join(" ", words);
      words.set(place, "bad");
      preferences.add(new Preference("", chosen, String.join(" ", words)));
    }
    return preferences;
  }

  static List<Exchange> exchanges(int count) {
    return preferences(count, "exchanges").stream()
        .map(pair -> new Exchange("the dog ", pair.chosen()))
        .toList();
  }

  static RewardTrainingOptions options(int members, int trainedLayers, double epochs) {
    return new RewardTrainingOptions(
        members,
        trainedLayers,
        epochs,
        8,
        1,
        List.of(3e-3, 2e-3),
        List.of(0.1, 0.0),
        "linear",
        0.05,
        new BradleyTerry(0.01, 0),
        0,
        0,
        0,
        0,
        TextEncoder.Truncation.REFUSE,
        1024,
        0,
        AdamW.Options.DEFAULT,
        Optional.empty());
  }

  /** The same from a head that is probed on so many pairs. */
  static RewardTrainingOptions probed(RewardTrainingOptions o, int pairs) {
    return new RewardTrainingOptions(
        o.members(),
        o.trainedLayers(),
        o.epochs(),
        o.batchSize(),
        o.microbatches(),
        o.learningRates(),
        o.dropouts(),
        o.schedule(),
        o.warmupShare(),
        o.loss(),
        o.corruptedShare(),
        o.validationShare(),
        pairs,
        o.maxLength(),
        o.truncation(),
        o.cacheMegabytes(),
        o.checkpointEvery(),
        o.optimizer(),
        o.adapter());
  }

  static RewardTrainingOptions with(
      RewardTrainingOptions o,
      int microbatches,
      double dropout,
      double corrupted,
      double validation,
      int cache) {
    return new RewardTrainingOptions(
        o.members(),
        o.trainedLayers(),
        o.epochs(),
        o.batchSize(),
        microbatches,
        o.learningRates(),
        List.of(dropout),
        o.schedule(),
        o.warmupShare(),
        o.loss(),
        corrupted,
        validation,
        o.probePairs(),
        o.maxLength(),
        o.truncation(),
        cache,
        o.checkpointEvery(),
        o.optimizer(),
        o.adapter());
  }

  static TrainedRewardModels train(
      RewardTrainingOptions options, Tokenizer tokenizer, List<Preference> preferences) {
    try (Bert start = bert(SEED)) {
      return new RewardTraining(options, RewardTrainingListener.NONE)
          .train(start, tokenizer, preferences, new Seeds(SEED));
    }
  }

  static RewardTrainingListener steps(StepListener listener) {
    return new RewardTrainingListener() {
      @Override
      public StepListener member(int member) {
        return listener;
      }
    };
  }
}

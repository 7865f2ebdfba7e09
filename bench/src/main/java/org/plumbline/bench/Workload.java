package org.plumbline.bench;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.plumbline.core.data.Preference;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.family.Llama;
import org.plumbline.lm.family.LlamaConfig;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.text.TextEncoder;
import org.plumbline.lm.text.Tokenizer;

/**
 * The model and the texts that jobs work on.
 *
 * @param model a model folder; without one the model has SmolLM2-135M's shape and random weights
 * @param preferences real texts, for the jobs whose names end with "-real"
 */
public record Workload(java.util.Optional<Path> model, List<Preference> preferences) {
  static final Seeds SEEDS = new Seeds(2);

  /** What stands before an answer in the dialogues. */
  private static final String ANSWER = "Assistant:";

  /** 30 layers, 576 wide, 9 heads that share 3 keys, vocabulary 49,152, tied head. */
  private static final LlamaConfig SMOLLM2 =
      new LlamaConfig(49_152, 576, 1536, 30, 9, 3, 64, 2048, 100_000, 1e-5, true, 1, 2);

  public Workload {
    preferences = List.copyOf(preferences);
  }

  CausalLm lm() {
    return model
        .map(folder -> ModelFolder.open(folder).causalLm())
        .orElseGet(() -> Llama.random(SMOLLM2, SEEDS.child("weights")));
  }

  /** Sequences of random tokens: what they say does not matter for the time. */
  static List<int[]> tokens(int rows, int length) {
    SplittableRandom random = SEEDS.stream("tokens");
    List<int[]> sequences = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      sequences.add(random.ints(length, 3, 40_000).toArray());
    }
    return sequences;
  }

  /** The first preferences' texts in the order of the file, cut at a length. */
  List<int[]> real(int count, boolean chosen, int length) {
    return encoded(count, length, p -> p.prompt() + (chosen ? p.chosen() : p.rejected()));
  }

  /** The chosen dialogues up to their last answers, cut at a length. */
  List<int[]> prompts(int count, int length) {
    return encoded(
        count,
        length,
        p -> {
          String dialogue = p.prompt() + p.chosen();
          int end = dialogue.lastIndexOf(ANSWER);
          return end < 0 ? dialogue : dialogue.substring(0, end + ANSWER.length());
        });
  }

  private List<int[]> encoded(int count, int length, Function<Preference, String> textOf) {
    require(
        preferences.size() >= count,
        "this job needs %d preferences (got %d); name a longer file with --texts",
        count,
        preferences.size());
    Path folder =
        model.orElseThrow(
            () ->
                new org.plumbline.core.error.InvalidInputException(
                    "a job on real texts needs a tokenizer; name a model folder with --model"));
    try (Tokenizer tokenizer = ModelFolder.open(folder).tokenizer()) {
      TextEncoder encoder =
          new TextEncoder(
              tokenizer,
              // The tokens of the text alone, as the peer reads it.
              new TextEncoder.Options(
                  false, false, length, TextEncoder.Truncation.CUT_END, "", ""));
      return encoder.encode(preferences.stream().limit(count).map(textOf).toList()).stream()
          .map(text -> text.ids())
          .toList();
    }
  }
}

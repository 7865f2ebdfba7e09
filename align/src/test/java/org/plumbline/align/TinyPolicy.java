package org.plumbline.align;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.plumbline.align.policy.Policy;
import org.plumbline.core.data.Prompt;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.family.Llama;
import org.plumbline.lm.family.LlamaConfig;
import org.plumbline.lm.text.BpeOptions;
import org.plumbline.lm.text.BpeTrainer;
import org.plumbline.lm.text.SpecialTokens;
import org.plumbline.lm.text.TextEncoder;
import org.plumbline.lm.text.Tokenizer;

/** A policy of a few thousand weights with a real tokenizer, for tests of everything around it. */
public final class TinyPolicy {
  private static final Tokenizer TOKENIZER =
      BpeTrainer.train(
              Stream.of("the cat sat on the mat.", "the dog ate the bone.", "a cat ate a fish."),
              new BpeOptions(280, 1))
          .tokenizer();

  private TinyPolicy() {}

  public static Policy of(long seed) {
    int begin = TOKENIZER.id("<s>").orElseThrow();
    int end = TOKENIZER.id("</s>").orElseThrow();
    LlamaConfig config =
        new LlamaConfig(
            TOKENIZER.vocabularySize(), 16, 24, 2, 2, 2, 8, 48, 10_000, 1e-5, true, begin, end);
    return new Policy(
        Llama.random(config, new Seeds(seed)),
        new TextEncoder(TOKENIZER, new TextEncoder.Options(48)));
  }

  public static List<Prompt> prompts(int count) {
    List<Prompt> prompts = new ArrayList<>();
    String[] words = {"the cat", "a dog", "the mat", "a", "the bone ate"};
    for (int i = 0; i < count; i++) {
      prompts.add(new Prompt(words[i % words.length]));
    }
    return prompts;
  }

  public static SpecialTokens specialTokens() {
    return SpecialTokens.of("<s>", "</s>");
  }
}

package org.plumbline.lm.family;

import java.util.List;
import java.util.Optional;

/** The causal families that are known; a new one is a class and a line here. */
public final class CausalFamilies {
  private static final List<CausalFamily> ALL =
      List.of(
          new ChatGlm(),
          new Gemma2(),
          new Gemma3(),
          new Glm(),
          new Glm4(),
          new Gpt2(),
          new GptNeox(),
          new Llama(),
          new Mistral(),
          new Mixtral(),
          new Olmo2(),
          new Phi3(),
          new Qwen2(),
          new Qwen3(),
          new Qwen3Moe(),
          new SmolLm3());

  private CausalFamilies() {}

  /** All, by the alphabet of their types. */
  public static List<CausalFamily> all() {
    return ALL;
  }

  /** The family with this {@code model_type}. */
  public static Optional<CausalFamily> find(String modelType) {
    return ALL.stream().filter(family -> family.modelType().equals(modelType)).findFirst();
  }
}

package org.plumbline.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.plumbline.core.material.Material;
import org.plumbline.core.material.ResourceFile;

/**
 * Models as the folders that a loader expects.
 *
 * <p>The encoders' jars hold weights and tokenizer but no {@code config.json}; those are ours, read
 * off the graphs in the jars.
 */
final class DemoModels {
  private static final String OURS = "org/plumbline/demo/";
  private static final List<String> POLICY_FILES =
      List.of(
          "config.json",
          "tokenizer.json",
          "model.safetensors",
          "generation_config.json",
          "tokenizer_config.json",
          "README.md");

  private static final List<String> GOLD_FILES =
      List.of("reward-model.json", "adapter_config.json", "adapter_model.safetensors", "README.md");

  private DemoModels() {}

  static Material miniLm() {
    return new Material.Model(
        "minilm",
        "Sentence encoder all-MiniLM-L6-v2, 22.7 million parameters (Apache-2.0), from"
            + " langchain4j's jar; mean pooling over real tokens.",
        encoder("minilm", "all-minilm-l6-v2"));
  }

  static Material e5Small() {
    return new Material.Model(
        "e5-small",
        "Sentence encoder e5-small-v2, 33.4 million parameters (MIT), from langchain4j's jar; mean"
            + " pooling; its even layers descend from the pretraining of MiniLM.",
        encoder("e5-small", "e5-small-v2"));
  }

  static Material bgeSmallZh() {
    List<ResourceFile> files = new ArrayList<>(encoder("bge-small-zh", "bge-small-zh-v1.5"));
    for (String name : List.of("modules.json", "1_Pooling/config.json")) {
      files.add(file(name, OURS + "bge-small-zh/" + name));
    }
    return new Material.Model(
        "bge-small-zh",
        "Chinese sentence encoder bge-small-zh-v1.5, 24 million parameters (MIT), from"
            + " langchain4j's jar; its vector is the first token's.",
        files);
  }

  /** The shipped language model; empty where this build has none. */
  static Optional<Material> policy() {
    List<ResourceFile> files =
        POLICY_FILES.stream()
            .map(name -> file(name, OURS + "policy/" + name))
            .filter(DemoModels::present)
            .toList();
    boolean whole =
        files.stream().map(ResourceFile::name).toList().containsAll(POLICY_FILES.subList(0, 3));
    return whole
        ? Optional.of(
            new Material.Model(
                "policy",
                "Our small Llama-shaped language model, pretrained on corpus-train; its model card"
                    + " is README.md.",
                files))
        : Optional.empty();
  }

  /** A reward model: an adapter and a head over {@link #e5Small()}, which its folder names. */
  static Material goldE5() {
    return new Material.Model(
        "gold-e5",
        "Reward model over e5-small-v2 (MIT), from clean labels of all of LanguageTool 6.4's rules"
            + " (LGPL 2.1 or later) and spoilt sentences; stronger than the proxies, not independent:"
            + " its even layers descend from the same pretraining as MiniLM's (weight cosines 0.66"
            + " to 0.95).",
        GOLD_FILES.stream().map(name -> file(name, OURS + "gold-e5/" + name)).toList());
  }

  private static List<ResourceFile> encoder(String folder, String stem) {
    return List.of(
        file("config.json", OURS + folder + "/config.json"),
        file("tokenizer.json", stem + "-tokenizer.json"),
        file("model.onnx", stem + ".onnx"));
  }

  private static ResourceFile file(String name, String resource) {
    return new ResourceFile(name, DemoModels.class, resource);
  }

  private static boolean present(ResourceFile file) {
    return file.anchor().getClassLoader().getResource(file.resource()) != null;
  }
}

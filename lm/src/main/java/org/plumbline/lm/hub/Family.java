package org.plumbline.lm.hub;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.family.CausalFamilies;
import org.plumbline.lm.family.CausalFamily;
import org.plumbline.lm.family.EncoderFamilies;
import org.plumbline.lm.family.EncoderFamily;
import org.plumbline.lm.family.Seq2SeqFamily;
import org.plumbline.lm.model.ConfigReader;

/** A model family that can be opened, by the {@code model_type} of its {@code config.json}. */
sealed interface Family {
  String modelType();

  /**
   * What a tensor of a file is called here: files of the bare model lack a prefix that those of a
   * model with a head have.
   *
   * @param wanted the names that are looked for
   */
  String plain(String inFile, Set<String> wanted);

  /** Whether a tensor is no part of what is loaded, and its absence changes nothing. */
  boolean ignores(String plainName);

  /** The family of a configuration. */
  static Family of(ConfigReader config, String folder) {
    String modelType = config.text("model_type", "");
    return Stream.of(
            EncoderFamilies.all().stream().map(Encoders::new),
            Seq2SeqFamily.ALL.stream().map(Seq2Seq::new),
            CausalFamilies.all().stream()
                .map(family -> new Causal(family, family.names(config).prefix())))
        .flatMap(families -> families)
        .filter(family -> family.modelType().equals(modelType))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "the model_type of '%s' must be one of %s (got '%s'); choose a model of one of these families"
                        .formatted(folder, known(), modelType)));
  }

  private static String known() {
    return Stream.of(
            EncoderFamilies.all().stream().map(EncoderFamily::modelType),
            Seq2SeqFamily.ALL.stream().map(Seq2SeqFamily::modelType),
            CausalFamilies.all().stream().map(CausalFamily::modelType))
        .flatMap(types -> types)
        .map(type -> "'" + type + "'")
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** Encoders, whose weights have a prefix in files of a model with a head. */
  record Encoders(EncoderFamily family) implements Family {
    @Override
    public String modelType() {
      return family.modelType();
    }

    @Override
    public String plain(String inFile, Set<String> wanted) {
      // The first BERTs name the weights of norms as TensorFlow does.
      String name =
          inFile
              .replace("LayerNorm.gamma", "LayerNorm.weight")
              .replace("LayerNorm.beta", "LayerNorm.bias");
      if (wanted.contains(name)) {
        return name;
      }
      return wanted.contains(family.prefix() + name) ? family.prefix() + name : bare(name);
    }

    @Override
    public boolean ignores(String plainName) {
      return family.ignored().stream().anyMatch(bare(plainName)::startsWith);
    }

    private String bare(String name) {
      return name.startsWith(family.prefix()) ? name.substring(family.prefix().length()) : name;
    }
  }

  /** Encoder-decoders. */
  record Seq2Seq(Seq2SeqFamily family) implements Family {
    @Override
    public String modelType() {
      return family.modelType();
    }

    @Override
    public String plain(String inFile, Set<String> wanted) {
      return inFile;
    }

    @Override
    public boolean ignores(String plainName) {
      return family.ignored().contains(plainName);
    }
  }

  /**
   * Language models.
   *
   * @param prefix of all names but the head's
   */
  record Causal(CausalFamily family, String prefix) implements Family {
    @Override
    public String modelType() {
      return family.modelType();
    }

    @Override
    public String plain(String inFile, Set<String> wanted) {
      return !wanted.contains(inFile) && wanted.contains(prefix + inFile)
          ? prefix + inFile
          : inFile;
    }

    @Override
    public boolean ignores(String plainName) {
      return family.ignored().stream().anyMatch(plainName::contains);
    }
  }
}

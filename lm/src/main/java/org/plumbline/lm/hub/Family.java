package org.plumbline.lm.hub;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.family.CausalFamilies;
import org.plumbline.lm.family.CausalFamily;
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
    return Stream.concat(
            Stream.of(new Bert()),
            CausalFamilies.all().stream()
                .map(family -> new Causal(family, family.names(config).prefix())))
        .filter(family -> family.modelType().equals(modelType))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "the model_type of '%s' must be one of %s (got '%s'); choose a model of one of these families"
                        .formatted(folder, known(), modelType)));
  }

  private static String known() {
    return Stream.concat(
            Stream.of("bert"), CausalFamilies.all().stream().map(CausalFamily::modelType))
        .map(type -> "'" + type + "'")
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** Encoders; ignored are heads of other tasks and a table of numbers from 0 on. */
  record Bert() implements Family {
    private static final String PREFIX = "bert.";
    private static final List<String> IGNORED =
        List.of("pooler.", "cls.", "classifier.", "embeddings.position_ids", "qa_outputs.");

    @Override
    public String modelType() {
      return "bert";
    }

    @Override
    public String plain(String inFile, Set<String> wanted) {
      return inFile.startsWith(PREFIX) ? inFile.substring(PREFIX.length()) : inFile;
    }

    @Override
    public boolean ignores(String plainName) {
      return IGNORED.stream().anyMatch(plainName::contains);
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

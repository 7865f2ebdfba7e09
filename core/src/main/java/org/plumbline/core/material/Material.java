package org.plumbline.core.material;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.plumbline.core.data.Preference;
import org.plumbline.core.data.Prompt;
import org.plumbline.core.score.Scorer;

/** Something usable that comes with a jar: a model, a data set, a scorer. */
public sealed interface Material {

  /** The name after {@code embedded:}, for example {@code minilm}. */
  String name();

  /** What it is, in one plain sentence with its origin and licence. */
  String description();

  /**
   * A model whose files are read from resources.
   *
   * @param files file name in the model folder (for example {@code config.json}) and how to open it
   */
  record Model(String name, String description, List<ResourceFile> files) implements Material {}

  /** Preferences, opened anew by each call; the stream is to be closed. */
  record Preferences(String name, String description, Supplier<Stream<Preference>> rows)
      implements Material {}

  /** Prompts, opened anew by each call; the stream is to be closed. */
  record Prompts(String name, String description, Supplier<Stream<Prompt>> rows)
      implements Material {}

  /** Plain texts, one document an item, opened anew by each call; the stream is to be closed. */
  record Texts(String name, String description, Supplier<Stream<String>> rows)
      implements Material {}

  /**
   * A scorer that is no trained reward model, for example a grammar checker; starting it may take
   * seconds.
   */
  record Gold(String name, String description, Supplier<Scorer> scorer) implements Material {}
}

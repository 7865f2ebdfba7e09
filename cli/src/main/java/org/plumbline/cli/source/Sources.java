package org.plumbline.cli.source;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.plumbline.core.material.Material;
import org.plumbline.lm.text.Tokenizer;

/**
 * Opens what a user names: {@code embedded:NAME}, a file, a folder, a run folder, or {@code -} for
 * standard input.
 */
public final class Sources {
  private final Embedded embedded = new Embedded();

  /**
   * Texts, one document an item: the {@code text} column of JSON Lines, the lines of any other
   * file, or embedded ones.
   */
  public List<String> texts(String name) {
    List<String> texts =
        Embedded.is(name)
            ? listed(embedded.find(name, Material.Texts.class, "texts").rows().get())
            : TextFile.read(name);
    require(!texts.isEmpty(), "'%s' must hold at least one text, but is empty", name);
    return texts;
  }

  /** The tokenizer of a model folder, of a run folder, or of a {@code tokenizer.json}. */
  public Tokenizer tokenizer(String name) {
    return Tokenizer.load(modelFolder(name));
  }

  /** The folder itself, or the {@code model} folder of a run. */
  public Path modelFolder(String name) {
    Path path = Path.of(name);
    require(
        Files.exists(path),
        "there is no '%s'; give a model folder, a run folder that holds one, or embedded:NAME",
        name);
    Path model = path.resolve("model");
    return Files.isDirectory(model) ? model : path;
  }

  private static List<String> listed(Stream<String> rows) {
    try (rows) {
      return rows.toList();
    }
  }
}

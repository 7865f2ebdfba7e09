package org.plumbline.lm.hub;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.hub.HubCache;
import org.plumbline.core.material.Embedded;
import org.plumbline.core.material.Material;
import org.plumbline.core.material.ResourceFile;
import org.plumbline.core.weights.Weights;

/** The files of a model folder, wherever they lie. */
public sealed interface ModelFiles {
  /** Those of a folder on disk. */
  static ModelFiles of(Path folder) {
    return new OnDisk(folder);
  }

  /** Those that come with a jar. */
  static ModelFiles of(Material.Model model) {
    return new InJar("embedded:" + model.name(), model.files());
  }

  /**
   * Those of the model that a word names: {@code embedded:NAME}, a folder on disk, or {@code
   * organisation/name} from the cache of models of a hub.
   *
   * @throws InvalidInputException if there is none
   */
  static ModelFiles named(String word) {
    return Embedded.is(word)
        ? of(new Embedded().find(word, Material.Model.class, "models"))
        : of(HubCache.here().locate(word));
  }

  /** What messages call the folder. */
  String name();

  /** Whether there is such a file. */
  boolean has(String file);

  /** Opens a file that is there; the caller closes it. */
  InputStream open(String file) throws IOException;

  /** The safetensors of the folder; the caller closes them. */
  Weights weights() throws IOException;

  /** The tensors of one safetensors file of the folder; the caller closes them. */
  Weights weights(String file) throws IOException;

  /** The bytes of a file. */
  default byte[] bytes(String file) {
    require(has(file), "the model '%s' must hold a file %s; it does not", name(), file);
    try (InputStream in = open(file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new InvalidInputException("cannot read %s of '%s': %s".formatted(file, name(), e), e);
    }
  }

  /** A folder on disk, whose weights are mapped into memory. */
  record OnDisk(Path folder) implements ModelFiles {
    public OnDisk {
      require(
          Files.isDirectory(folder),
          "a model is a folder with config.json and weights; '%s' is no folder",
          folder);
    }

    @Override
    public String name() {
      return folder.toString();
    }

    @Override
    public boolean has(String file) {
      return Files.isRegularFile(folder.resolve(file));
    }

    @Override
    public InputStream open(String file) throws IOException {
      return Files.newInputStream(folder.resolve(file));
    }

    @Override
    public Weights weights() {
      return Weights.open(folder);
    }

    @Override
    public Weights weights(String file) {
      return Weights.open(folder.resolve(file));
    }
  }

  /** Files that come with a jar. */
  record InJar(String name, List<ResourceFile> files) implements ModelFiles {
    @Override
    public boolean has(String file) {
      return files.stream().anyMatch(f -> f.name().equals(file));
    }

    @Override
    public InputStream open(String file) throws IOException {
      return files.stream().filter(f -> f.name().equals(file)).findFirst().orElseThrow().open();
    }

    @Override
    public Weights weights() throws IOException {
      return weights(Weights.FILE);
    }

    @Override
    public Weights weights(String file) throws IOException {
      require(has(file), "the model '%s' must hold %s; it does not", name, file);
      try (InputStream in = open(file)) {
        return Weights.read(name + "/" + file, in);
      }
    }
  }
}

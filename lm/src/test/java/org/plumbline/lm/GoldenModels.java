package org.plumbline.lm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Tiny models of every family, with what the transformers library computes from them.
 *
 * <p>If the system property {@code plumbline.golden} names a folder that holds a folder {@code
 * models}, that one is read instead, so that a test can be held against models that it has never
 * seen.
 */
public final class GoldenModels {
  private GoldenModels() {}

  /** The folder of one model. */
  public static Path folder(String name) {
    return all().resolve(name);
  }

  /** The folder of one model whose configuration has settings that the others do not use. */
  public static Path variant(String name) {
    return resource("variants").resolve(name);
  }

  /** Names of those folders. */
  public static List<String> variants() {
    return names(resource("variants"), "config.json", "expected.json");
  }

  /** Names of the folders that hold these files. */
  public static List<String> with(String... files) {
    return names(all(), files);
  }

  /** The same of the folders inside one of them, as {@code lora/llama}. */
  public static List<String> within(String folder, String... files) {
    return names(all().resolve(folder), files).stream().map(name -> folder + "/" + name).toList();
  }

  private static List<String> names(Path root, String... files) {
    try (Stream<Path> folders = Files.list(root)) {
      List<String> names =
          folders
              .filter(
                  folder -> Stream.of(files).allMatch(file -> Files.exists(folder.resolve(file))))
              .map(folder -> folder.getFileName().toString())
              .sorted()
              .toList();
      if (names.isEmpty()) {
        throw new AssertionError("no folder holds " + String.join(" and ", files));
      }
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path all() {
    Path replacement = Path.of(System.getProperty("plumbline.golden", ""), "models");
    return Files.isDirectory(replacement) ? replacement : resource("models");
  }

  private static Path resource(String folder) {
    String inside = "/golden/%s/README.md".formatted(folder);
    try {
      return Path.of(Objects.requireNonNull(GoldenModels.class.getResource(inside)).toURI())
          .resolveSibling(".")
          .normalize();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}

package org.plumbline.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.plumbline.core.error.FailedException;

/**
 * Inputs and expected outputs from a JSON file: {@code groups}, each a list of cases with {@code
 * in}, {@code out} and {@code tol}.
 *
 * <p>A file comes from the class path, {@code golden/NAME}. If the system property {@code
 * plumbline.golden} names a folder that holds a file of the same name, that one is read instead, so
 * that a test can be held against cases that it has never seen.
 *
 * @param name of the file
 * @param cases all of them, in the order of the file
 */
public record GoldenFile(String name, List<GoldenCase> cases) {
  /** The system property that names a folder with files to read instead. */
  public static final String FOLDER_PROPERTY = "plumbline.golden";

  public GoldenFile {
    cases = List.copyOf(cases);
  }

  /** Reads the file of that name, from the replacing folder or from beside the test. */
  public static GoldenFile load(Class<?> test, String name) {
    return of(name, json(test, name));
  }

  /** The same of a file that is laid out in its own way, as it is. */
  public static JsonNode json(Class<?> test, String name) {
    String folder = System.getProperty(FOLDER_PROPERTY, "");
    Path replacement = Path.of(folder, name);
    try {
      if (!folder.isEmpty() && Files.exists(replacement)) {
        try (InputStream in = Files.newInputStream(replacement)) {
          return new ObjectMapper().readTree(in);
        }
      }
      try (InputStream in = test.getResourceAsStream("/golden/" + name)) {
        if (in == null) {
          throw new FailedException("the test resources lack golden/" + name);
        }
        return new ObjectMapper().readTree(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the golden file " + name, e);
    }
  }

  static GoldenFile of(String name, JsonNode root) {
    List<GoldenCase> cases = new ArrayList<>();
    root.path("groups")
        .properties()
        .forEach(
            group ->
                group.getValue().forEach(node -> cases.add(GoldenCase.of(group.getKey(), node))));
    if (cases.isEmpty()) {
      throw new FailedException("the golden file " + name + " holds no case under 'groups'");
    }
    return new GoldenFile(name, cases);
  }
}

package org.plumbline.cli.evaluate;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/**
 * A model, and what it is told before each question.
 *
 * @param label what tables call it
 * @param model a folder, a run, an adapter, or a model behind a server
 * @param system the role prompt; empty for none
 */
public record Arm(String label, String model, String system) {
  private static final String PROMPT = "|";

  /**
   * Reads {@code LABEL=MODEL} or {@code LABEL=MODEL|FILE}, whose file holds a role prompt.
   *
   * @throws InvalidInputException if it is neither, or the file cannot be read
   */
  public static Arm parse(String text) {
    int named = text.indexOf('=');
    require(
        named > 0 && named < text.length() - 1,
        "an arm is LABEL=MODEL, or LABEL=MODEL|FILE with a role prompt (got '%s')",
        text);
    String label = text.substring(0, named).strip();
    String rest = text.substring(named + 1);
    int prompt = rest.lastIndexOf(PROMPT);
    return prompt < 0
        ? new Arm(label, rest.strip(), "")
        : new Arm(
            label,
            rest.substring(0, prompt).strip(),
            read(Path.of(rest.substring(prompt + 1).strip())));
  }

  /** Reads several, each with a label of its own. */
  public static List<Arm> all(List<String> texts) {
    require(!texts.isEmpty(), "an evaluation needs an arm, such as student=models/smollm2");
    List<Arm> arms = texts.stream().map(Arm::parse).toList();
    Set<String> labels = new HashSet<>();
    for (Arm arm : arms) {
      require(
          labels.add(arm.label()),
          "each arm needs a label of its own (got '%s' twice); rename one",
          arm.label());
    }
    return arms;
  }

  private static String read(Path file) {
    try {
      String text = Files.readString(file).strip();
      require(!text.isEmpty(), "a role prompt must not be empty; '%s' is", file);
      return text;
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read the role prompt '%s': %s".formatted(file, DurableFiles.reason(e)), e);
    }
  }
}

package org.plumbline.distill.optimize;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.material.ResourceFile;
import org.plumbline.distill.judge.JudgeOptions;

/** Ten role prompts to begin with, in English or Chinese: ours, the paper prints none. */
public final class StartingPrompts {
  private StartingPrompts() {}

  /**
   * The included ones.
   *
   * @param language {@code en} or {@code zh}
   * @param course what the course is called; it stands where the prompts have {@code {{course}}}
   */
  public static List<String> included(String language, String course) {
    JudgeOptions.requireLanguage(language);
    String name = "role-prompts.%s.txt".formatted(language);
    ResourceFile file =
        new ResourceFile(name, StartingPrompts.class, "org/plumbline/distill/optimize/" + name);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(file.open(), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.isBlank())
          .map(line -> withCourse(line, course))
          .toList();
    } catch (IOException e) {
      throw new FailedException("cannot read the included prompts '%s'".formatted(name), e);
    }
  }

  /** A prompt with the course's name where it belongs. */
  public static String withCourse(String prompt, String course) {
    return prompt.strip().replace("{{course}}", course);
  }
}

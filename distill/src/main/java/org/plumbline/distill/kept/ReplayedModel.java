package org.plumbline.distill.kept;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.distill.llm.CanonicalRequest;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;

/** Plays a recording back: what was asked then is answered as then, and nothing else is. */
public final class ReplayedModel implements ChatModel {
  private final Path file;
  private final String id;
  private final Map<String, ChatOutcome> answers;

  private ReplayedModel(Path file, String id, Map<String, ChatOutcome> answers) {
    this.file = file;
    this.id = id;
    this.answers = answers;
  }

  /**
   * Reads a recording of one model; of a sample that is there twice, the last answer counts.
   *
   * @throws InvalidInputException if it cannot be read, is broken, or of several models
   */
  public static ReplayedModel open(Path file) {
    Map<String, ChatOutcome> answers = new HashMap<>();
    TreeSet<String> models = new TreeSet<>();
    int number = 0;
    for (String line : lines(file)) {
      number++;
      if (!line.isBlank()) {
        RecordedCall call = call(file, number, line);
        models.add(call.model());
        answers.put(call.request().key(call.sample()), call.outcome());
      }
    }
    require(
        models.size() == 1,
        "a recording must be of one model (got %d in '%s': %s); split it by model",
        models.size(),
        file,
        String.join(", ", models));
    return new ReplayedModel(file, models.first(), answers);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read the recording '%s': %s".formatted(file, DurableFiles.reason(e)), e);
    }
  }

  private static RecordedCall call(Path file, int number, String line) {
    try {
      return RecordedCall.ofLine(line);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          "line %d of the recording '%s' cannot be used: %s"
              .formatted(number, file, e.getMessage()),
          e);
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public ChatOutcome ask(ChatRequest request, int sample) {
    CanonicalRequest canonical = CanonicalRequest.of(id, request);
    ChatOutcome outcome = answers.get(canonical.key(sample));
    if (outcome == null) {
      throw new InvalidInputException(
          "a recording answers only what was asked when it was made ('%s' has no sample %d of %s); record it again"
              .formatted(file, sample, canonical.json()));
    }
    return outcome;
  }
}

package org.plumbline.distill.kept;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.distill.llm.CanonicalRequest;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;

/** A model whose answers are written down, so that {@link ReplayedModel} can give them again. */
public final class RecordingModel implements ChatModel, AutoCloseable {
  private final ChatModel model;
  private final Path file;
  private final Writer out;

  /**
   * Adds what this model answers to a file of JSON Lines.
   *
   * @throws org.plumbline.core.error.FailedException if it cannot be written
   */
  public RecordingModel(ChatModel model, Path file) {
    this.model = model;
    this.file = file;
    try {
      this.out =
          Files.newBufferedWriter(
              file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public String id() {
    return model.id();
  }

  @Override
  public ChatOutcome ask(ChatRequest request, int sample) {
    ChatOutcome outcome = model.ask(request, sample);
    write(request, sample, List.of(outcome));
    return outcome;
  }

  @Override
  public List<ChatOutcome> askSeveral(ChatRequest request, int first, int count) {
    List<ChatOutcome> outcomes = model.askSeveral(request, first, count);
    write(request, first, outcomes);
    return outcomes;
  }

  private synchronized void write(ChatRequest request, int first, List<ChatOutcome> outcomes) {
    CanonicalRequest canonical = CanonicalRequest.of(id(), request);
    try {
      for (int i = 0; i < outcomes.size(); i++) {
        out.write(new RecordedCall(canonical, id(), first + i, outcomes.get(i)).toLine() + "\n");
      }
      out.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private RuntimeException failure(IOException cause) {
    return DurableFiles.failure(
        "write the recording '%s'".formatted(file), "Lines before that are there", cause);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }
}

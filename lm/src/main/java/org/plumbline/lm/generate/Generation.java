package org.plumbline.lm.generate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A text that an engine writes. Any thread may cancel it; the rest is the engine's thread's. */
public final class Generation {
  private final GenerationRequest request;
  private final LogitsProcessors rules;
  private final @Nullable StopText stopText;
  private int[] sequence;
  private float[] logProbs = new float[16];
  private float[] drawnLogProbs = new float[16];
  private int length;
  private @Nullable StopReason stop;
  private volatile boolean cancelled;

  Generation(GenerationRequest request) {
    this.request = request;
    this.rules = request.sampling().allRules();
    this.stopText =
        request.tokenizer() == null || request.stops().isEmpty()
            ? null
            : new StopText(request.tokenizer(), request.stops());
    this.length = request.prompt().length;
    this.sequence = Arrays.copyOf(request.prompt(), length + 16);
  }

  /** What was asked for. */
  public GenerationRequest request() {
    return request;
  }

  /** Ends the text at the engine's next step; what is written by then is kept. */
  public void cancel() {
    cancelled = true;
  }

  /** Whether the text is complete. */
  public boolean isFinished() {
    return stop != null;
  }

  /**
   * The text so far.
   *
   * @throws IllegalStateException if it is not complete
   */
  public Completion completion() {
    if (stop == null) {
      throw new IllegalStateException("the text is not complete; let the engine run");
    }
    int[] prompt = request.prompt();
    int count = length - prompt.length;
    return new Completion(
        prompt,
        Arrays.copyOfRange(sequence, prompt.length, length),
        Arrays.copyOf(logProbs, count),
        Arrays.copyOf(drawnLogProbs, count),
        stop);
  }

  boolean isCancelled() {
    return cancelled;
  }

  LogitsProcessors rules() {
    return rules;
  }

  int[] prompt() {
    return request.prompt();
  }

  /** Prompt and completion so far. */
  int[] history() {
    return Arrays.copyOf(sequence, length);
  }

  int length() {
    return length;
  }

  int lastToken() {
    return sequence[length - 1];
  }

  void append(int id, float logProb, float drawnLogProb, int contextLength) {
    int count = length - request.prompt().length;
    if (length == sequence.length) {
      sequence = Arrays.copyOf(sequence, 2 * length);
    }
    if (count == logProbs.length) {
      logProbs = Arrays.copyOf(logProbs, 2 * count);
      drawnLogProbs = Arrays.copyOf(drawnLogProbs, 2 * count);
    }
    sequence[length++] = id;
    logProbs[count] = logProb;
    drawnLogProbs[count] = drawnLogProb;
    request.listener().token(this, id, logProb);
    if (request.endIds().contains(id)) {
      finish(StopReason.EOS);
    } else if (stopText != null && stopText.stopsAfter(id)) {
      finish(StopReason.STOP_STRING);
    } else if (count + 1 >= request.maxNewTokens() || length >= contextLength) {
      finish(StopReason.LENGTH);
    }
  }

  void finish(StopReason reason) {
    stop = reason;
    request.listener().finished(this, completion());
  }
}

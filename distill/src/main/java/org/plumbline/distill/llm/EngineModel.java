package org.plumbline.distill.llm;

import org.plumbline.core.chat.ChatEngine;
import org.plumbline.core.chat.ChatListener;
import org.plumbline.core.chat.ChatReply;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;

/**
 * A model of this process, asked like one behind a server; it costs nothing.
 *
 * <p>Each sample of each question has a seed of its own, so the same question twice gives the same
 * answer, whatever else is asked.
 */
public final class EngineModel implements ChatModel, AutoCloseable {
  private final ChatEngine engine;
  private final Seeds seeds;

  /**
   * Asks this engine.
   *
   * @param engine whose name is the model's; closed with this
   * @param seeds of the draws of questions that name no seed
   */
  public EngineModel(ChatEngine engine, Seeds seeds) {
    this.engine = engine;
    this.seeds = seeds;
  }

  @Override
  public String id() {
    return engine.name();
  }

  @Override
  public ChatOutcome ask(ChatRequest request, int sample) {
    CanonicalRequest canonical = CanonicalRequest.of(id(), request);
    String key = canonical.key(sample);
    long start = System.nanoTime();
    try {
      ChatReply reply = engine.reply(seeded(request, canonical, sample), ChatListener.NOBODY);
      return outcome(reply, receipt(key, reply.promptTokens(), reply.completionTokens(), start));
    } catch (InvalidInputException | FailedException e) {
      return new ChatOutcome.Failed(e.getMessage(), receipt(key, 0, 0, start));
    }
  }

  private CallReceipt receipt(String key, int prompt, int completion, long start) {
    long millis = (System.nanoTime() - start) / 1_000_000;
    return new CallReceipt(key, id(), prompt, completion, 0, 1, millis);
  }

  private ChatRequest seeded(ChatRequest request, CanonicalRequest canonical, int sample) {
    ChatSampling sampling = request.sampling();
    long seed =
        sampling.seed().isPresent()
            ? sampling.seed().getAsLong() + sample
            : seeds.child(canonical.hash(), sample).root();
    return request.withSampling(sampling.withSeed(seed));
  }

  private static ChatOutcome outcome(ChatReply reply, CallReceipt receipt) {
    String text = Reasoning.stripped(reply.text());
    return switch (reply.finish()) {
      case LENGTH -> new ChatOutcome.Truncated(text, receipt);
      case CONTENT_FILTER -> new ChatOutcome.Filtered(receipt);
      case STOP, OTHER ->
          text.isBlank()
              ? new ChatOutcome.Malformed(reply.text(), "the answer is empty", receipt)
              : new ChatOutcome.Answered(text, receipt);
    };
  }

  @Override
  public void close() {
    engine.close();
  }
}

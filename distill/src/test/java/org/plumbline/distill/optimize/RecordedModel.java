package org.plumbline.distill.optimize;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.error.FailedException;
import org.plumbline.distill.llm.CallReceipt;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;

/** A scripted model with a cache behind it, as every model of a run has; counts what is paid. */
final class RecordedModel implements ChatModel {
  private final String id;
  private final Function<ChatRequest, String> script;
  private final Map<String, ChatOutcome> cache;
  private final int budget;
  final AtomicInteger paid = new AtomicInteger();

  RecordedModel(
      String id, Map<String, ChatOutcome> cache, int budget, Function<ChatRequest, String> script) {
    this.id = id;
    this.script = script;
    this.cache = cache;
    this.budget = budget;
  }

  static Map<String, ChatOutcome> cache() {
    return new ConcurrentHashMap<>();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public ChatOutcome ask(ChatRequest request, int sample) {
    return cache.computeIfAbsent(
        id + "/" + sample + "/" + request,
        key -> {
          if (paid.get() >= budget) {
            throw new FailedException("the budget is spent");
          }
          paid.incrementAndGet();
          return new ChatOutcome.Answered(
              script.apply(request), new CallReceipt("r", id, 1, 1, 0, 1, 1));
        });
  }
}

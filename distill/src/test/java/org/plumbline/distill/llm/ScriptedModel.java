package org.plumbline.distill.llm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.plumbline.core.chat.ChatRequest;

/** A model for tests whose answers a function gives, and that remembers what it was asked. */
public final class ScriptedModel implements ChatModel {
  private final String id;
  private final Function<ChatRequest, String> script;
  private final List<ChatRequest> asked = Collections.synchronizedList(new ArrayList<>());

  public ScriptedModel(String id, Function<ChatRequest, String> script) {
    this.id = id;
    this.script = script;
  }

  /** What it was asked, in the order of arrival. */
  public List<ChatRequest> asked() {
    return List.copyOf(asked);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public ChatOutcome ask(ChatRequest request, int sample) {
    asked.add(request);
    String key = "%s/%d/%08x".formatted(id, sample, request.hashCode());
    return new ChatOutcome.Answered(script.apply(request), new CallReceipt(key, id, 1, 1, 0, 1, 1));
  }
}

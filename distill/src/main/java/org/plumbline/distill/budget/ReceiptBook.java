package org.plumbline.distill.budget;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.distill.llm.CallReceipt;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;

/** Counts what models are asked. */
public final class ReceiptBook {
  private final String currency;
  private final long start = System.nanoTime();
  private final Map<String, ModelReceipt> models = new LinkedHashMap<>();

  /** An empty book. */
  public ReceiptBook(String currency) {
    this.currency = currency;
  }

  /** The same model, and what it is asked is counted here. */
  public ChatModel counted(ChatModel model) {
    return new Counted(model);
  }

  /** What was counted so far. */
  public synchronized SpendingReceipt receipt() {
    List<ModelReceipt> all = new ArrayList<>(models.values());
    return new SpendingReceipt(
        all,
        all.stream().mapToDouble(ModelReceipt::cost).sum(),
        currency,
        all.stream().mapToLong(ModelReceipt::promptTokens).sum(),
        all.stream().mapToLong(ModelReceipt::completionTokens).sum(),
        (System.nanoTime() - start) / 1e9);
  }

  private synchronized void count(String model, ChatOutcome outcome) {
    ModelReceipt before = models.computeIfAbsent(model, ModelReceipt::none);
    CallReceipt call = outcome.receipt();
    TreeMap<String, Long> outcomes = new TreeMap<>(before.outcomes());
    outcomes.merge(outcome.kind(), 1L, Long::sum);
    boolean paid = !call.cached();
    models.put(
        model,
        new ModelReceipt(
            model,
            before.calls() + 1,
            before.cached() + (paid ? 0 : 1),
            outcomes,
            before.requests() + call.attempts(),
            before.promptTokens() + (paid ? call.promptTokens() : 0),
            before.completionTokens() + (paid ? call.completionTokens() : 0),
            before.cost() + call.cost(),
            before.seconds() + (paid ? call.millis() / 1e3 : 0)));
  }

  private final class Counted implements ChatModel {
    private final ChatModel model;

    Counted(ChatModel model) {
      this.model = model;
    }

    @Override
    public String id() {
      return model.id();
    }

    @Override
    public boolean severalAtOnce() {
      return model.severalAtOnce();
    }

    @Override
    public ChatOutcome ask(ChatRequest request, int sample) {
      ChatOutcome outcome = model.ask(request, sample);
      count(id(), outcome);
      return outcome;
    }

    @Override
    public List<ChatOutcome> askSeveral(ChatRequest request, int first, int count) {
      List<ChatOutcome> outcomes = model.askSeveral(request, first, count);
      outcomes.forEach(outcome -> count(id(), outcome));
      return outcomes;
    }
  }
}

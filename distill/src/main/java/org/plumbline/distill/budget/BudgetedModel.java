package org.plumbline.distill.budget;

import java.util.List;
import java.util.function.Supplier;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.distill.llm.CallReceipt;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.llm.Prices;
import org.plumbline.distill.llm.TokenEstimate;

/** A model whose questions are paid from a budget. */
public final class BudgetedModel implements ChatModel {
  private final ChatModel model;
  private final Prices prices;
  private final Budget budget;

  /** The model with these prices, paid from this budget. */
  public BudgetedModel(ChatModel model, Prices prices, Budget budget) {
    this.model = model;
    this.prices = prices;
    this.budget = budget;
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
    return paid(request, 1, () -> List.of(model.ask(request, sample))).getFirst();
  }

  @Override
  public List<ChatOutcome> askSeveral(ChatRequest request, int first, int count) {
    return paid(request, count, () -> model.askSeveral(request, first, count));
  }

  private List<ChatOutcome> paid(
      ChatRequest request, int count, Supplier<List<ChatOutcome>> question) {
    long prompt = (long) count * TokenEstimate.prompt(request);
    long completion = (long) count * request.sampling().maxTokens();
    Spending most = new Spending(prices.of(prompt, completion), prompt + completion);
    budget.reserve(most);
    Spending actual = Spending.NOTHING;
    try {
      List<ChatOutcome> outcomes = question.get();
      for (ChatOutcome outcome : outcomes) {
        CallReceipt receipt = outcome.receipt();
        long tokens = (long) receipt.promptTokens() + receipt.completionTokens();
        actual = actual.plus(new Spending(receipt.cost(), tokens));
      }
      return outcomes;
    } finally {
      budget.settle(most, actual);
    }
  }
}

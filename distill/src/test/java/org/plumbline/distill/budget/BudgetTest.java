package org.plumbline.distill.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.chat.ChatTurn;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.distill.llm.CallReceipt;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.llm.InOrder;
import org.plumbline.distill.llm.Prices;

class BudgetTest {
  private static final Prices PRICES =
      new Prices(OptionalDouble.of(1000), OptionalDouble.of(10_000), "EUR");

  /** At most 0.21 EUR by estimate (8 + 2 tokens read, 20 written), 0.11 in truth. */
  private static final ChatRequest QUESTION =
      new ChatRequest(List.of(ChatTurn.user("whyso?")), ChatSampling.greedy(20));

  private final AtomicInteger asked = new AtomicInteger();

  private ChatModel model(Budget budget) {
    ChatModel bare =
        new ChatModel() {
          @Override
          public String id() {
            return "m";
          }

          @Override
          public ChatOutcome ask(ChatRequest request, int sample) {
            asked.incrementAndGet();
            return new ChatOutcome.Answered(
                "yes", new CallReceipt("r", "m", 10, 10, PRICES.of(10, 10), 1, 5));
          }
        };
    return new BudgetedModel(bare, PRICES, budget);
  }

  private static SpendingLimits money(double most) {
    return new SpendingLimits(OptionalDouble.of(most), OptionalLong.empty());
  }

  @Test
  void noMoreIsSpentThanAllowedHoweverManyAskAtOnce() {
    Budget budget = new Budget(money(2), Spending.NOTHING, "EUR");
    ChatModel one = model(budget);
    ChatModel other = model(budget);
    FailedException e =
        assertThrows(
            FailedException.class,
            () ->
                new InOrder(16, () -> false)
                    .run(
                        IntStream.range(0, 100).iterator(),
                        i -> (i % 2 == 0 ? one : other).ask(QUESTION, i),
                        outcome -> {}));
    assertEquals(0.11 * asked.get(), budget.spent().cost(), 1e-9);
    // 17 answers are 1.87; for another one 0.21 is set aside, which does not fit.
    assertEquals(17, asked.get(), "who did not fit at first waited for the others");
    assertTrue(e.getMessage().contains("1.8700 of 2.0000 EUR"), e.getMessage());
    assertTrue(e.getMessage().contains("--max-cost"), e.getMessage());
    assertTrue(e.getMessage().contains("--resume"), e.getMessage());
  }

  @Test
  void whatAnEarlierPartOfTheRunSpentCounts() {
    Budget budget = new Budget(money(2), new Spending(1.8, 100), "EUR");
    assertThrows(FailedException.class, () -> model(budget).ask(QUESTION, 0));
    assertEquals(0, asked.get());
  }

  @Test
  void tokensAreLimitedToo() {
    SpendingLimits limits = new SpendingLimits(OptionalDouble.empty(), OptionalLong.of(49));
    Budget budget = new Budget(limits, Spending.NOTHING, "EUR");
    ChatModel model = model(budget);
    model.ask(QUESTION, 0);
    FailedException e = assertThrows(FailedException.class, () -> model.ask(QUESTION, 1));
    assertEquals(1, asked.get(), "20 are spent, and 30 more do not fit into 49");
    assertTrue(e.getMessage().contains("20 of 49 tokens"), e.getMessage());
  }

  @Test
  void aQuestionThatFailsGivesBackWhatWasSetAside() {
    Budget budget = new Budget(money(0.25), Spending.NOTHING, "EUR");
    ChatModel broken =
        new BudgetedModel(
            new ChatModel() {
              @Override
              public String id() {
                return "m";
              }

              @Override
              public ChatOutcome ask(ChatRequest request, int sample) {
                throw new FailedException("no");
              }
            },
            PRICES,
            budget);
    for (int i = 0; i < 3; i++) {
      assertEquals(
          "no", assertThrows(FailedException.class, () -> broken.ask(QUESTION, 0)).getMessage());
    }
    model(budget).ask(QUESTION, 0);
    assertEquals(0.11, budget.spent().cost(), 1e-9);
  }

  @Test
  void theReceiptCountsEachModelAndIsJson() {
    ReceiptBook book = new ReceiptBook("EUR");
    ChatModel model = book.counted(model(new Budget(SpendingLimits.NONE, Spending.NOTHING, "EUR")));
    List<ChatOutcome> all = new ArrayList<>(model.askSeveral(QUESTION, 0, 2));
    all.add(model.ask(QUESTION, 2));
    SpendingReceipt receipt = book.receipt();
    ModelReceipt one = receipt.models().getFirst();
    assertEquals(3, one.calls());
    assertEquals(3, one.outcomes().get("answered"));
    assertEquals(0.33, receipt.cost(), 1e-9);
    assertEquals(30, receipt.promptTokens());
    assertTrue(receipt.text().contains("m: 3 calls (0 from the cache), 3 answered"));
    assertEquals("EUR", new JsonMapper().valueToTree(receipt).path("currency").asText(), "as JSON");
  }

  @Test
  void theEstimateIsCallsTimesTokensTimesPrice() {
    CostEstimate estimate = CostEstimate.of(2000, 500, 100, PRICES);
    assertEquals(2000 * (500 * 1000.0 + 100 * 10_000.0) / 1e6, estimate.cost(), 1e-9);
    assertEquals(
        "2,000 calls, about 1,000,000 tokens read, at most 200,000 written: at most 3000.00 EUR",
        estimate.text());
    assertTrue(CostEstimate.of(1, 1, 1, Prices.UNKNOWN).text().endsWith("price unknown"));
  }

  @Test
  void limitsThatAreNoneAreRefused() {
    assertThrows(InvalidInputException.class, () -> money(0));
  }
}

package org.plumbline.distill.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InterruptedRunException;

class InOrderTest {
  private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

  @Test
  void resultsComeInTheOrderOfTheItemsAndFewAreHeld() {
    AtomicInteger begun = new AtomicInteger();
    List<Integer> results = new ArrayList<>();
    new InOrder(8, () -> false)
        .run(
            HUNDRED.iterator(),
            item -> {
              begun.incrementAndGet();
              pause(item % 7);
              return item;
            },
            result -> {
              results.add(result);
              assertTrue(
                  begun.get() <= results.size() + 8, "more items begun than may wait: " + begun);
            });
    assertEquals(HUNDRED, results);
  }

  @Test
  void aFailureOfTheWorkIsThrownAsItIs() {
    FailedException failure =
        assertThrows(
            FailedException.class,
            () ->
                new InOrder(4, () -> false)
                    .run(
                        HUNDRED.iterator(),
                        item -> {
                          throw new FailedException("the budget is spent");
                        },
                        result -> {}));
    assertEquals("the budget is spent", failure.getMessage());
  }

  @Test
  void aStopKeepsWhatWasHandedOn() {
    List<Integer> results = new ArrayList<>();
    assertThrows(
        InterruptedRunException.class,
        () ->
            new InOrder(4, () -> results.size() == 10)
                .run(HUNDRED.iterator(), item -> item, results::add));
    assertEquals(HUNDRED.subList(0, 10), results);
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

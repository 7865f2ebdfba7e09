package org.plumbline.lm.generate;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.List;

/**
 * How a token is drawn from what the model gives.
 *
 * @param temperature divides the logits; 0 takes the most probable token
 * @param topK only so many most probable tokens are drawn from; 0 is all
 * @param topP only the fewest most probable tokens whose mass reaches this are drawn from; 1 is all
 * @param rules further penalties, bans and cuts; temperature, top-k and top-p run at their places
 *     among them
 */
public record Sampling(double temperature, int topK, double topP, LogitsProcessors rules) {
  /** The policy itself. */
  public static final Sampling PLAIN = new Sampling(1, 0, 1, LogitsProcessors.NONE);

  /** The most probable token. */
  public static final Sampling GREEDY = new Sampling(0, 0, 1, LogitsProcessors.NONE);

  public Sampling {
    require(
        temperature >= 0 && Double.isFinite(temperature),
        "temperature must not be negative (got %s); 0 takes the most probable token",
        temperature);
    require(topK >= 0, "top-k must not be negative (got %d); 0 is all tokens", topK);
    require(topP > 0 && topP <= 1, "top-p must lie in (0, 1] (got %s); 1 is all tokens", topP);
  }

  boolean greedy() {
    return temperature == 0;
  }

  /** Whether tokens are drawn from what the model gives, unchanged. */
  boolean plain() {
    return temperature == 1 && topK == 0 && topP == 1 && rules.rules().isEmpty();
  }

  /** All rules in their order. */
  LogitsProcessors allRules() {
    List<LogitsProcessor> all = new ArrayList<>(rules.rules());
    if (temperature > 0 && temperature != 1) {
      all.add(new LogitsProcessor.Temperature(temperature));
    }
    if (topK > 0 && !greedy()) {
      all.add(new LogitsProcessor.TopK(topK, 1));
    }
    if (topP < 1 && !greedy()) {
      all.add(new LogitsProcessor.TopP(topP, 1));
    }
    return LogitsProcessors.of(all);
  }
}

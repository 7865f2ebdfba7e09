package org.plumbline.core.score;

import java.util.List;
import org.plumbline.core.data.Exchange;

/**
 * Gives each exchange a number; higher is better.
 *
 * <p>A single reward model, an ensemble with its aggregator, a weight average, a checker of
 * grammar, a panel of groups: all are scorers, and who optimises against one cannot tell which.
 */
@FunctionalInterface
public interface Scorer {

  /**
   * Scores exchanges, in their order.
   *
   * @return one finite number for each exchange, in units of reward
   */
  double[] score(List<Exchange> exchanges);
}

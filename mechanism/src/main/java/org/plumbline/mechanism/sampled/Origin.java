package org.plumbline.mechanism.sampled;

import static org.plumbline.mechanism.InvalidGameException.unless;

/** Which distribution samples were drawn from; it decides how much each of them counts. */
public sealed interface Origin {

  /**
   * All from the initial policy; they are reweighted by {@code exp(r / lambda)} (self-normalised
   * importance sampling), which needs many more than {@code exp(KL)} samples.
   */
  record Initial() implements Origin {}

  /** All from the trained policy, which is taken for the optimum; each counts alike. */
  record Policy() implements Origin {}

  /**
   * The first {@code initial} from the initial policy, the others from the trained one, which is
   * taken for the optimum; joined by MBAR (Shirts and Chodera 2008).
   *
   * @param initial how many samples are from the initial policy
   */
  record Both(int initial) implements Origin {
    public Both {
      unless(initial > 0, "at least one sample must be from the initial policy (got %d)", initial);
    }
  }

  /**
   * All from a trained policy that is not taken for the optimum: log-probabilities say how far it
   * is from it.
   *
   * @param logInitial log-probability of each sample under the initial policy, in nats
   * @param logPolicy the same under the policy that wrote it
   */
  record Scored(double[] logInitial, double[] logPolicy) implements Origin {
    public Scored {
      unless(
          logInitial.length == logPolicy.length,
          "each sample needs a log-probability under both policies (got %d and %d)",
          logInitial.length,
          logPolicy.length);
      logInitial = logInitial.clone();
      logPolicy = logPolicy.clone();
    }
  }
}

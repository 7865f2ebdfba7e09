package org.plumbline.mechanism.payment;

import org.plumbline.mechanism.Reward;

/**
 * What can be added to a group's affine maximizer payment so that telling the truth stays best and
 * nobody loses by taking part: the least truthful utility over all types that it might have been.
 *
 * @param infimum the amount; it depends on the others' reports alone
 * @param uncertainty how much larger the least utility may be, by a duality gap; 0 for closed forms
 * @param binding the reward model of the type that would be left with nothing
 * @param lower a bound from below that needs no optimisation
 * @param upper a bound from above, the utility of a type with a flat reward
 */
public record Premium(
    double infimum, double uncertainty, Reward binding, double lower, double upper) {

  Premium dividedBy(double multiplier) {
    return new Premium(
        infimum / multiplier,
        uncertainty / multiplier,
        binding,
        lower / multiplier,
        upper / multiplier);
  }
}

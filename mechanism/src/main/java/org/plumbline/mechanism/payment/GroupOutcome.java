package org.plumbline.mechanism.payment;

import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.Policy;

/**
 * What the game gave to one group, if it reported the truth.
 *
 * @param name of the group
 * @param size its number of members
 * @param valuation v, of one member
 * @param groupValue w v, of all
 * @param payment p, of all
 * @param utility w v - p
 */
public record GroupOutcome(
    String name, long size, double valuation, double groupValue, double payment, double utility) {

  static GroupOutcome of(Group group, Policy policy, double payment) {
    double valuation = policy.expectation(group.reward());
    double value = group.size() * valuation;
    return new GroupOutcome(group.name(), group.size(), valuation, value, payment, value - payment);
  }

  /** What one member pays. */
  public double paymentPerMember() {
    return payment / size;
  }
}

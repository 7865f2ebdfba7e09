package org.plumbline.mechanism;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What all groups report in one game: the reward models and the sizes. */
public final class ReportProfile {
  private final OutcomeSpace outcomes;
  private final Normalization normalization;
  private final List<Group> groups;

  private ReportProfile(OutcomeSpace outcomes, Normalization normalization, List<Group> groups) {
    this.outcomes = outcomes;
    this.normalization = normalization;
    this.groups = groups;
  }

  /**
   * The reports of one group or more. A single group is a game too: it pays for moving the model
   * away from the initial one.
   *
   * @throws InvalidGameException if there is no group, two have the same name, or a reward has
   *     another length or breaks the normalisation
   */
  public static ReportProfile of(
      OutcomeSpace outcomes, Normalization normalization, List<Group> groups) {
    unless(!groups.isEmpty(), "a game needs groups (got none); with one, it pays for its own wish");
    Set<String> names = new HashSet<>();
    long members = 0;
    for (Group group : groups) {
      unless(names.add(group.name()), "groups have different names (got '%s' twice)", group.name());
      members += group.size();
      unless(
          members <= Group.LARGEST_SIZE, "all groups together have at most 2^53 members, not more");
      requireFitting(outcomes, normalization, group);
    }
    return new ReportProfile(outcomes, normalization, List.copyOf(groups));
  }

  private static void requireFitting(OutcomeSpace outcomes, Normalization rule, Group group) {
    unless(
        group.reward().size() == outcomes.size(),
        "group '%s': a reward has a number for each of the %d outcomes (got %d)",
        group.name(),
        outcomes.size(),
        group.reward().size());
    rule.require(group);
  }

  /** What the model can say. */
  public OutcomeSpace outcomes() {
    return outcomes;
  }

  /** The rule that all rewards obey. */
  public Normalization normalization() {
    return normalization;
  }

  /** The groups in their order; none after {@link #without} of the only one. */
  public List<Group> groups() {
    return groups;
  }

  /** How many groups there are. */
  public int size() {
    return groups.size();
  }

  /** One group, counted from 0. */
  public Group group(int index) {
    return groups.get(index);
  }

  /** The number of all members, W. */
  public long members() {
    return groups.stream().mapToLong(Group::size).sum();
  }

  /** The same game without one group. */
  public ReportProfile without(int index) {
    List<Group> others = new ArrayList<>(groups);
    others.remove(index);
    return new ReportProfile(outcomes, normalization, List.copyOf(others));
  }

  /**
   * The same game after one group reported something else.
   *
   * @throws InvalidGameException if the report breaks a rule of the game
   */
  public ReportProfile withReport(int index, Group report) {
    requireFitting(outcomes, normalization, report);
    return withTrusted(index, report);
  }

  /**
   * The same without looking whether the report obeys the normalisation: noise that is added to
   * rewards need not.
   */
  public ReportProfile withTrusted(int index, Group report) {
    List<Group> changed = new ArrayList<>(groups);
    changed.set(index, report);
    return new ReportProfile(outcomes, normalization, List.copyOf(changed));
  }
}

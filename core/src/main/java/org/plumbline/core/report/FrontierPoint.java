package org.plumbline.core.report;

import org.jspecify.annotations.Nullable;

/**
 * The least drift at which an arm reaches a level of gold reward, over its seeds.
 *
 * @param arm name of the arm
 * @param reward the level of gold reward
 * @param drift mean of the least KL at or above that level, in nats a sequence
 * @param standardError of that mean over the seeds; null if a single seed reaches the level
 * @param seeds how many reach it
 * @param outOf how many there are
 * @param dominated whether another point of any arm has as much reward at no more drift
 */
public record FrontierPoint(
    String arm,
    double reward,
    double drift,
    @Nullable Double standardError,
    int seeds,
    int outOf,
    boolean dominated) {}

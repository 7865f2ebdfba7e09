package org.plumbline.core.report;

import org.jspecify.annotations.Nullable;

/**
 * What one policy wrote.
 *
 * @param arm name of the arm, or {@link Arm#INITIAL}
 * @param completion the text after the prompt, as it was decoded
 * @param proxy reward by the arm's own proxy; null where it has none
 * @param gold reward that no policy saw; null if it was not measured
 * @param secondGold a second such reward; null if there is none
 */
public record Sample(
    String arm,
    String completion,
    @Nullable Double proxy,
    @Nullable Double gold,
    @Nullable Double secondGold) {}

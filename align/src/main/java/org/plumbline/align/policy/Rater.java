package org.plumbline.align.policy;

import org.plumbline.core.score.Scorer;

/**
 * A reward by name, for evaluation only: the policy never sees what a gold rater says.
 *
 * @param name what the report calls it
 * @param scorer what scores, with the project's rule for unfinished text around it
 */
public record Rater(String name, Scorer scorer) {}

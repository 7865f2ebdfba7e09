/**
 * The RLHF game with finitely many outcomes (Sun et al. 2024, "Mechanism Design for LLM Fine-tuning
 * with Multiple Reward Models"). Read {@link org.plumbline.mechanism.InvalidGameException} first.
 */
@NullMarked
package org.plumbline.mechanism;

import org.jspecify.annotations.NullMarked;

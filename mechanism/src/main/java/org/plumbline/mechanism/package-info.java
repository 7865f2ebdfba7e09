/**
 * The RLHF game with finitely many outcomes (Sun et al. 2024, "Mechanism Design for LLM Fine-tuning
 * with Multiple Reward Models"): what groups report, and policies over outcomes. Read {@link
 * org.plumbline.mechanism.ReportProfile} first, then {@code Mechanism} in {@code payment}.
 */
@NullMarked
package org.plumbline.mechanism;

import org.jspecify.annotations.NullMarked;

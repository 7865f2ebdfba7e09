package org.plumbline.distill.filter;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A question with its answer, as a filter sees it.
 *
 * @param language that the pair should be in: {@code zh}, {@code en} or {@code other}
 * @param paragraph text that the answer should rest on; null if there is none
 * @param score the judge's comprehensive grade; empty if nobody judged, or the judgement failed
 */
public record Checked(
    String question,
    String answer,
    String language,
    @Nullable String paragraph,
    OptionalDouble score) {}

package org.plumbline.distill.build;

import org.jspecify.annotations.Nullable;

/**
 * A pair that is not in the corpus: a row of {@code dropped.jsonl}.
 *
 * @param id of the pair, or of the question or answer that found no partner
 * @param stage {@code join}, {@code filter}, {@code answers}, {@code duplicate}, {@code keep-out}
 *     or {@code split}
 * @param reason the filter, the kind of duplicate, or what is missing
 * @param value what was measured; null if nothing was
 * @param rule what was wanted; null if there is no threshold
 * @param kept what is kept in its place; null for none
 */
public record Dropped(
    String id,
    String question,
    String stage,
    String reason,
    @Nullable String value,
    @Nullable String rule,
    @Nullable String kept) {}

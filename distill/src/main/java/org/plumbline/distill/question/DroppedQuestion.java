package org.plumbline.distill.question;

import org.jspecify.annotations.Nullable;

/**
 * A question that a teacher wrote and that is not kept: a row of {@code dropped.jsonl}.
 *
 * @param id the question's
 * @param reason {@code scope}, or how the duplicate was found: {@code exact}, {@code minhash},
 *     {@code embedding}
 * @param value its share of terms that the course knows, or the similarity
 * @param kept the question that is kept in its place; null if it is no duplicate
 */
public record DroppedQuestion(
    String id,
    String question,
    int round,
    String teacher,
    String reason,
    double value,
    @Nullable String kept) {}

package org.plumbline.distill.dedup;

/**
 * A text that may be a duplicate of another.
 *
 * @param id unique among the candidates
 * @param rank which of several equal ones is kept: the smallest; of equal ranks, the first id
 */
public record Candidate(String id, String text, double rank) {}

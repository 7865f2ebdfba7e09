package org.plumbline.cli.frame;

/**
 * What a command came to.
 *
 * @param values for programs, kept as {@code result.json} in the run folder; names get underscores
 * @param text for people
 */
public record Result(Record values, String text) {}

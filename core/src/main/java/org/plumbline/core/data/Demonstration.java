package org.plumbline.core.data;

/**
 * A prompt and a completion worth imitating.
 *
 * @param prompt the text that is given; empty for plain text
 * @param completion the text that the model learns to write
 */
public record Demonstration(String prompt, String completion) implements Example {}

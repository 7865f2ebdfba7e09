package org.plumbline.core.data;

/**
 * What a system wrote, to be compared with references.
 *
 * @param id by which its references are found; empty if it has none
 * @param text the answer; may be empty
 */
public record Answer(String id, String text) {}

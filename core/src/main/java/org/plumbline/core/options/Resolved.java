package org.plumbline.core.options;

/**
 * An option after all layers.
 *
 * @param name as on the command line, without dashes
 * @param value as it would be written there
 * @param origin which layer it came from
 */
public record Resolved(String name, String value, Origin origin) {}

package org.plumbline.core.data;

/**
 * A text to be completed.
 *
 * @param text what the model sees first
 * @param group what a slice keeps together; empty if unknown
 */
public record Prompt(String text, String group) implements Opening {

  public Prompt(String text) {
    this(text, "");
  }
}

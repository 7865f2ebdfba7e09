package org.plumbline.core.chat;

/** Hears an answer while it is written. */
@FunctionalInterface
public interface ChatListener {
  /** Hears nothing. */
  ChatListener NOBODY = piece -> {};

  /** The next piece of text; whole characters. */
  void piece(String piece);
}

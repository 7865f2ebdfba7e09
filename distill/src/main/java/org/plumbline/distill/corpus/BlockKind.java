package org.plumbline.distill.corpus;

/** What a piece of a document is, as far as it matters where it may be cut. */
public enum BlockKind {
  /** Running text. */
  PROSE,
  /** An item of a list. */
  LIST,
  /** A quotation, or a box beside the text. */
  QUOTE,
  /** Lines of a program or a terminal. */
  CODE,
  /** Rows and columns. */
  TABLE,
  /** A formula set off from the text. */
  FORMULA
}

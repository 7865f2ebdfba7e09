package org.plumbline.distill.corpus;

import java.util.List;

/**
 * A file of a book after reading: its characters, and what they are.
 *
 * @param source what offsets count in: the decoded file, or the text that was extracted from it
 * @param blocks in their order
 * @param form how the characters are to be read
 * @param encoding of the file's characters; empty where the format settles it
 * @param pages how many; 0 where the format has none
 */
public record Document(String source, List<Block> blocks, Form form, String encoding, int pages) {

  /** How the characters of a source are to be read. */
  public enum Form {
    /** With the marks of Markdown. */
    MARKDOWN,
    /** As they stand. */
    TEXT,
    /** As they stand, in lines as printed, with words that are cut at line ends. */
    PRINTED
  }

  public Document {
    blocks = List.copyOf(blocks);
  }
}

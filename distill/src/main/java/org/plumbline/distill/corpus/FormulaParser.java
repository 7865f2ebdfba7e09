package org.plumbline.distill.corpus;

import org.commonmark.node.Block;
import org.commonmark.node.CustomBlock;
import org.commonmark.parser.block.AbstractBlockParser;
import org.commonmark.parser.block.AbstractBlockParserFactory;
import org.commonmark.parser.block.BlockContinue;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;

/**
 * Formulas set off from the text, between {@code $$} and {@code $$} or {@code \[} and {@code \]};
 * within them a line that begins with {@code -} or {@code =} is no list and no heading.
 */
final class FormulaParser extends AbstractBlockParser {

  /** Such a formula. */
  static final class FormulaBlock extends CustomBlock {}

  private final FormulaBlock block = new FormulaBlock();
  private final String closing;
  private boolean closed;

  private FormulaParser(String closing, boolean closed) {
    this.closing = closing;
    this.closed = closed;
  }

  @Override
  public Block getBlock() {
    return block;
  }

  @Override
  public BlockContinue tryContinue(ParserState state) {
    if (closed) {
      return BlockContinue.none();
    }
    closed = state.getLine().getContent().toString().stripTrailing().endsWith(closing);
    return BlockContinue.atIndex(state.getIndex());
  }

  /** Opens a formula where a line begins with its mark. */
  static final class Factory extends AbstractBlockParserFactory {
    @Override
    public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
      if (state.getIndent() >= 4) {
        return BlockStart.none();
      }
      String line =
          state
              .getLine()
              .getContent()
              .subSequence(state.getNextNonSpaceIndex(), state.getLine().getContent().length())
              .toString()
              .strip();
      String opening = line.startsWith("$$") ? "$$" : line.startsWith("\\[") ? "\\[" : "";
      if (opening.isEmpty()) {
        return BlockStart.none();
      }
      String closing = opening.equals("$$") ? "$$" : "\\]";
      int end = line.indexOf(closing, 2);
      if (end >= 0 && end + closing.length() < line.length()) {
        // Text follows in the line: a formula within a paragraph.
        return BlockStart.none();
      }
      return BlockStart.of(new FormulaParser(closing, end >= 0)).atIndex(state.getIndex());
    }
  }
}

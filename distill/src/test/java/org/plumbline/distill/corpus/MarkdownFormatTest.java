package org.plumbline.distill.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plumbline.distill.corpus.Block.Heading;
import org.plumbline.distill.corpus.Block.Piece;

class MarkdownFormatTest {
  private static final String BOOK =
      """
      # 1. `Title` *here*

      Text of two
      lines.

      - item one
        goes on
        - below
      - item two

        ```sh
        $ code in item
        ```

      > **BOX** A box.
      >
      > Its end.

      ```
      # no heading
      $ x
      ```

      | a | b |
      | --- | --- |
      | 1 | 2 |

      $$
      a
      - b
      = c
      $$

      \\[ x^2 \\]

      Setext
      ------

          indented code
      """;

  @Test
  void everyBlockIsWhatItIsAndStandsWhereItStands() {
    List<String> seen = new ArrayList<>();
    for (Block block : MarkdownFormat.blocks(BOOK)) {
      switch (block) {
        case Heading heading -> {
          seen.add("h%d %s".formatted(heading.level(), heading.text()));
          String there = BOOK.substring(heading.span().offset(), heading.span().end());
          assertTrue(there.startsWith("# 1.") || there.startsWith("Setext"), there);
        }
        case Piece piece -> seen.add(piece.kind() + " " + piece.in(BOOK).replace("\n", "/"));
      }
    }
    assertEquals(
        List.of(
            "h1 1. Title here",
            "PROSE Text of two/lines.",
            "LIST - item one/  goes on/  - below",
            "LIST - item two",
            "CODE $ code in item",
            "QUOTE **BOX** A box.",
            "QUOTE Its end.",
            "CODE # no heading/$ x",
            "TABLE | a | b |/| --- | --- |/| 1 | 2 |",
            "FORMULA $$/a/- b/= c/$$",
            "FORMULA \\[ x^2 \\]",
            "h2 Setext",
            "CODE indented code"),
        seen.stream().map(line -> line.replaceAll("(?<=CODE ) +", "")).toList());
  }

  @Test
  void aFormulaWithinALineIsText() {
    List<Block> blocks = MarkdownFormat.blocks("$$x$$ is a number.\n\n$5 and $6.\n");
    assertEquals(
        List.of(BlockKind.PROSE, BlockKind.PROSE),
        blocks.stream().map(block -> ((Piece) block).kind()).toList());
  }
}

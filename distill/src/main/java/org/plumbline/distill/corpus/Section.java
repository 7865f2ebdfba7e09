package org.plumbline.distill.corpus;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.distill.corpus.Block.Heading;
import org.plumbline.distill.corpus.Block.Piece;

/**
 * What stands between two headings.
 *
 * @param path the headings above it, the widest first
 * @param pieces in their order
 */
record Section(List<String> path, List<Piece> pieces) {

  /**
   * The sections of a document.
   *
   * @param withTitle whether the one heading of the widest level, if it comes first and others
   *     follow, is the title of the book and no chapter
   */
  static List<Section> of(List<Block> blocks, boolean withTitle) {
    boolean titled = withTitle && hasTitle(blocks);
    List<Section> sections = new ArrayList<>();
    List<Heading> above = new ArrayList<>();
    List<Piece> pieces = new ArrayList<>();
    boolean first = true;
    for (Block block : blocks) {
      switch (block) {
        case Piece piece -> pieces.add(piece);
        case Heading heading -> {
          addTo(sections, above, pieces);
          above.removeIf(one -> one.level() >= heading.level());
          if (!(first && titled)) {
            above.add(heading);
          }
          first = false;
        }
      }
    }
    addTo(sections, above, pieces);
    return sections;
  }

  /** The title of a book, if a heading says it; empty otherwise. */
  static String title(List<Block> blocks) {
    return hasTitle(blocks) ? headings(blocks).getFirst().text() : "";
  }

  private static boolean hasTitle(List<Block> blocks) {
    List<Heading> headings = headings(blocks);
    return headings.size() > 2
        && headings.stream().skip(1).allMatch(one -> one.level() > headings.getFirst().level());
  }

  private static List<Heading> headings(List<Block> blocks) {
    List<Heading> headings = new ArrayList<>();
    for (Block block : blocks) {
      if (block instanceof Heading heading) {
        headings.add(heading);
      }
    }
    return headings;
  }

  private static void addTo(List<Section> sections, List<Heading> above, List<Piece> pieces) {
    if (!pieces.isEmpty()) {
      sections.add(new Section(above.stream().map(Heading::text).toList(), List.copyOf(pieces)));
      pieces.clear();
    }
  }
}

package org.plumbline.distill.build;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.plumbline.core.run.ContentHash;
import org.plumbline.distill.corpus.Chapters;
import org.plumbline.distill.corpus.Paragraph;
import org.plumbline.distill.text.Script;

/**
 * Pairs without any teacher: the heading asks, the paragraph answers. To see what a teacher adds.
 *
 * <p>Numbers before a heading are left out. Paragraphs before the first heading give none.
 */
final class ExtractedPairs {
  private static final Pattern NUMBER =
      Pattern.compile("^(?:\\d+(?:\\.\\d+)*\\.?|第\\s*[\\d一二三四五六七八九十百]+\\s*[章节])\\s*");
  private static final int ID_DIGITS = 16;

  private ExtractedPairs() {}

  static List<CorpusItem> of(List<Paragraph> paragraphs, Chapters chapters, ItemKeys keys) {
    List<CorpusItem> items = new ArrayList<>();
    for (Paragraph paragraph : paragraphs) {
      String heading =
          paragraph.chapter().isEmpty()
              ? ""
              : NUMBER.matcher(paragraph.chapter().getLast()).replaceFirst("").strip();
      if (!heading.isEmpty()) {
        items.add(item(paragraph, heading, chapters.of(paragraph).title(), keys));
      }
    }
    return items;
  }

  private static CorpusItem item(
      Paragraph paragraph, String heading, String chapter, ItemKeys keys) {
    return new CorpusItem(
        "x" + ContentHash.of(paragraph.id()).hex().substring(0, ID_DIGITS),
        heading,
        paragraph.text(),
        Script.of(paragraph.text()),
        new Provenance(
            Provenance.EXTRACTED,
            null,
            paragraph.book(),
            chapter,
            paragraph.id(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null),
        keys.of(paragraph.book(), chapter));
  }
}

package org.plumbline.documents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineNode;

/** The chapters and sections that a PDF lists beside its pages. */
final class PdfOutline {
  private static final int DEEPEST = 6;
  private static final int MOST = 20_000;

  private PdfOutline() {}

  /**
   * A chapter or section.
   *
   * @param level 1 for the widest
   * @param page on which it begins, from 1
   */
  record Entry(int level, String title, int page) {}

  /** All entries with a page, in the order of the outline; empty without one. */
  static List<Entry> of(PDDocument document) throws IOException {
    List<Entry> entries = new ArrayList<>();
    PDDocumentOutline outline = document.getDocumentCatalog().getDocumentOutline();
    if (outline != null) {
      Map<COSDictionary, Integer> numbers = new HashMap<>();
      document.getPages().forEach(page -> numbers.put(page.getCOSObject(), numbers.size() + 1));
      add(outline, 1, document, numbers, entries, new HashSet<>());
    }
    return entries;
  }

  private static void add(
      PDOutlineNode parent,
      int level,
      PDDocument document,
      Map<COSDictionary, Integer> numbers,
      List<Entry> entries,
      Set<COSDictionary> seen)
      throws IOException {
    PDOutlineItem item = parent.getFirstChild();
    // A broken outline may lead in a circle.
    while (item != null && entries.size() < MOST && seen.add(item.getCOSObject())) {
      PDPage page = item.findDestinationPage(document);
      String title = item.getTitle();
      Integer number = page == null ? null : numbers.get(page.getCOSObject());
      if (number != null && title != null && !title.isBlank()) {
        entries.add(new Entry(level, title.strip(), number));
      }
      if (level < DEEPEST) {
        add(item, level + 1, document, numbers, entries, seen);
      }
      item = item.getNextSibling();
    }
  }
}

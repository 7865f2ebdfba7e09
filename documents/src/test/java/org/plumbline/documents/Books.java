package org.plumbline.documents;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageFitDestination;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFStyle;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTStyle;

/** Makes small books in each format. */
final class Books {
  private static final String CONTAINER =
      """
      <?xml version="1.0"?>
      <container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
        <rootfiles>
          <rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>
        </rootfiles>
      </container>
      """;

  private Books() {}

  /** A ZIP archive of texts. */
  static Path archive(Path file, Map<String, String> entries) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return file;
  }

  /** A book of these bodies of XHTML, in an order that the names of its files do not tell. */
  static Path epub(Path file, List<String> bodies) throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("mimetype", "application/epub+zip");
    entries.put("META-INF/container.xml", CONTAINER);
    StringBuilder manifest = new StringBuilder();
    StringBuilder spine = new StringBuilder();
    for (int i = 0; i < bodies.size(); i++) {
      String name = "c%d.xhtml".formatted(bodies.size() - i);
      manifest.append(
          "<item id=\"i%d\" href=\"%s\" media-type=\"application/xhtml+xml\"/>".formatted(i, name));
      spine.append("<itemref idref=\"i%d\"/>".formatted(i));
    }
    entries.put(
        "OEBPS/book.opf",
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
          <metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T</dc:title></metadata>
          <manifest>%s</manifest>
          <spine>%s</spine>
        </package>
        """
            .formatted(manifest, spine));
    for (int i = 0; i < bodies.size(); i++) {
      entries.put("OEBPS/c%d.xhtml".formatted(bodies.size() - i), xhtml(bodies.get(i)));
    }
    return archive(file, entries);
  }

  private static String xhtml(String body) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">
        <html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>%s</body></html>
        """
        .formatted(body);
  }

  /** What {@link #docx} writes: a style, {@code table} among them, and the text. */
  record Styled(String style, String text) {}

  /** A document; a table has its cells between bars. */
  static Path docx(Path file, List<Styled> paragraphs) throws IOException {
    try (XWPFDocument document = new XWPFDocument();
        OutputStream out = Files.newOutputStream(file)) {
      List<String> known = new ArrayList<>();
      for (Styled one : paragraphs) {
        if (one.style().equals("table")) {
          addTable(document, one.text());
          continue;
        }
        XWPFParagraph paragraph = document.createParagraph();
        paragraph.createRun().setText(one.text());
        if (!one.style().isEmpty()) {
          if (!known.contains(one.style())) {
            known.add(one.style());
            document.createStyles().addStyle(style(one.style()));
          }
          paragraph.setStyle(one.style().replace(" ", ""));
        }
      }
      document.write(out);
    }
    return file;
  }

  private static XWPFStyle style(String name) {
    CTStyle style = CTStyle.Factory.newInstance();
    style.setStyleId(name.replace(" ", ""));
    style.addNewName().setVal(name);
    return new XWPFStyle(style);
  }

  private static void addTable(XWPFDocument document, String text) {
    String[] rows = text.split("\n");
    XWPFTable table = document.createTable(rows.length, rows[0].split("\\|").length);
    for (int r = 0; r < rows.length; r++) {
      String[] cells = rows[r].split("\\|");
      for (int c = 0; c < cells.length; c++) {
        table.getRow(r).getCell(c).setText(cells[c]);
      }
    }
  }

  /** A chapter or section of a PDF's outline. */
  record Bookmark(int level, String title, int page) {}

  /** A page for each list of lines; lines that are empty leave room. */
  static PDDocument pdf(List<List<String>> pages, List<Bookmark> bookmarks) throws IOException {
    PDDocument document = new PDDocument();
    PDType1Font font = new PDType1Font(FontName.HELVETICA);
    for (List<String> lines : pages) {
      PDPage page = new PDPage();
      document.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(font, 11);
        content.setLeading(14);
        content.newLineAtOffset(60, 740);
        for (String line : lines) {
          if (!line.isEmpty()) {
            content.showText(line);
          }
          content.newLine();
          if (line.isEmpty()) {
            content.newLine();
          }
        }
        content.endText();
      }
    }
    addOutline(document, bookmarks);
    return document;
  }

  private static void addOutline(PDDocument document, List<Bookmark> bookmarks) {
    if (bookmarks.isEmpty()) {
      return;
    }
    PDDocumentOutline outline = new PDDocumentOutline();
    document.getDocumentCatalog().setDocumentOutline(outline);
    PDOutlineItem chapter = null;
    for (Bookmark bookmark : bookmarks) {
      PDOutlineItem item = new PDOutlineItem();
      item.setTitle(bookmark.title());
      PDPageFitDestination destination = new PDPageFitDestination();
      destination.setPage(document.getPage(bookmark.page() - 1));
      item.setDestination(destination);
      if (bookmark.level() == 1 || chapter == null) {
        outline.addLast(item);
        chapter = item;
      } else {
        chapter.addLast(item);
      }
    }
  }
}

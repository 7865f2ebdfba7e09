package org.plumbline.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.distill.corpus.Ingest;
import org.plumbline.distill.corpus.Paragraph;

/** Files that are broken, locked, not what they say, or made to do harm. */
class FaultsTest {
  private static final String DOCUMENT =
      """
      <?xml version="1.0" encoding="UTF-8"?>%s
      <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>
      """;
  private static final String TEXT = "<w:p><w:r><w:t>%s</w:t></w:r></w:p>";
  private static final String LAUGHS =
      """
      <!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
      <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
      <!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">
      <!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;"><!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;">
      <!ENTITY i "&h;&h;&h;&h;&h;&h;&h;&h;&h;&h;">]>""";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "book.docx, word/document.xml, a DOCX document",
    "book.epub, META-INF/container.xml, an EPUB book"
  })
  void anArchiveThatGrowsBeyondAllBoundsIsRefused(String name, String part, String kind)
      throws IOException {
    Path file = folder.resolve(name);
    byte[] blanks = new byte[1 << 20];
    Arrays.fill(blanks, (byte) ' ');
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(Deflater.BEST_SPEED);
      zip.putNextEntry(new ZipEntry(part));
      for (long written = 0; written <= ArchiveBounds.MOST_BYTES; written += blanks.length) {
        zip.write(blanks);
      }
      zip.closeEntry();
    }
    assertTrue(Files.size(file) < 8 << 20, "a bomb is small");
    refused(file, kind + " may have at most 512 MB when unpacked", "cut it into parts");
  }

  @Test
  void anArchiveOfTooManyEntriesIsRefused() throws IOException {
    Path file = folder.resolve("book.epub");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i <= ArchiveBounds.MOST_ENTRIES; i++) {
        zip.putNextEntry(new ZipEntry("e" + i));
        zip.closeEntry();
      }
    }
    refused(file, "at most 10,000 entries");
  }

  @Test
  void anArchiveOfAnotherKindIsRefused() throws IOException {
    Path file = Books.epub(folder.resolve("book.docx"), List.of("<p>text</p>"));
    refused(file, "must hold 'word/document.xml'", "is another archive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"book.docx", "book.epub"})
  void whatIsNoArchiveIsRefused(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "just text");
    refused(file, "can be read to its end");
    Files.write(file, new byte[0]);
    refused(file, "can be read to its end");
  }

  @Test
  void aPdfThatIsCutOffIsRefused() throws IOException {
    byte[] whole = pdf(3);
    Path file = folder.resolve("book.pdf");
    Files.write(file, Arrays.copyOf(whole, whole.length * 2 / 3));
    refused(file, "a PDF must end with %%EOF", "is cut off", "fetch it again");
  }

  @Test
  void whatIsNoPdfIsRefused() throws IOException {
    Path file = folder.resolve("book.pdf");
    Files.writeString(file, "<html>not found</html>");
    refused(file, "a PDF must begin with %PDF-");
    Files.write(file, new byte[0]);
    refused(file, "is empty");
  }

  @Test
  void aPdfOfDamagedObjectsIsRefusedOrRead() throws IOException {
    byte[] whole = pdf(3);
    Path file = folder.resolve("book.pdf");
    for (int at = 20; at < whole.length - 20; at += 97) {
      byte[] damaged = whole.clone();
      Arrays.fill(damaged, at, at + 16, (byte) 'x');
      Files.write(file, damaged);
      try {
        ingest(file);
      } catch (InvalidInputException e) {
        assertTrue(e.getMessage().contains("book.pdf"), at + ": " + e.getMessage());
      }
    }
  }

  @Test
  void aPdfWithAPasswordIsRefused() throws IOException {
    refused(encrypted("open sesame", true), "without a password", "save a copy");
  }

  @Test
  void aPdfThatForbidsToTakeItsTextIsRefusedAndOneThatAllowsItIsRead() throws IOException {
    refused(encrypted("", false), "forbids it");
    assertEquals(1, ingest(encrypted("", true)).size());
  }

  private Path encrypted(String password, boolean mayExtract) throws IOException {
    Path file = folder.resolve("book.pdf");
    try (PDDocument document = Books.pdf(List.of(List.of("Some text.")), List.of())) {
      AccessPermission permission = new AccessPermission();
      permission.setCanExtractContent(mayExtract);
      StandardProtectionPolicy policy = new StandardProtectionPolicy("owner", password, permission);
      policy.setEncryptionKeyLength(128);
      document.protect(policy);
      document.save(file.toFile());
    }
    return file;
  }

  @Test
  void aPdfOfPicturesIsRefused() throws IOException {
    Path file = folder.resolve("book.pdf");
    try (PDDocument document = Books.pdf(List.of(List.of(), List.of()), List.of())) {
      document.save(file.toFile());
    }
    refused(file, "none of the 2 pages", "OCR");
  }

  @Test
  @Tag("slow")
  void twoThousandPagesAreRead() throws IOException {
    Path file = folder.resolve("book.pdf");
    Files.write(file, pdf(2000));
    List<Paragraph> paragraphs = ingest(file);
    assertEquals(2000, paragraphs.getLast().page());
    assertTrue(paragraphs.size() >= 2000, paragraphs.size() + " paragraphs");
    assertEquals(200, paragraphs.stream().map(Paragraph::topHeading).distinct().count());
  }

  /** Pages of text; a chapter every ten. */
  private static byte[] pdf(int pages) throws IOException {
    List<List<String>> lines = new ArrayList<>();
    for (int page = 1; page <= pages; page++) {
      List<String> one = new ArrayList<>();
      one.add("The book of all pages");
      one.add("");
      if (page % 10 == 1) {
        one.add("Chapter %d Numbers".formatted(page / 10 + 1));
        one.add("");
      }
      for (int line = 0; line < 30; line++) {
        one.add("Line %d of page %d says that %d is a number.".formatted(line, page, line * page));
      }
      one.add("");
      one.add(String.valueOf(page));
      lines.add(one);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PDDocument document = Books.pdf(lines, List.of())) {
      document.save(out);
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({"GB18030, GB18030", "UTF-16LE, UTF-16LE", "UTF-16, UTF-16BE", "UTF-8, UTF-8"})
  void theEncodingOfATextIsFound(String written, String found) throws IOException {
    String text = "软件包是一个存档文件，包含程序的文件。\n\nIt has 12 parts.\n";
    for (String name : List.of("book.txt", "book.md", "book.html")) {
      Path file = folder.resolve(name);
      Files.write(file, text.getBytes(Charset.forName(written)));
      Ingest.Ingested read = Ingest.of(List.of(file), Ingest.Options.DEFAULT, begun -> {});
      assertEquals(found, read.files().getFirst().encoding(), name);
      assertTrue(read.paragraphs().getFirst().text().startsWith("软件包是"), name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"windows-1252", "Big5", "Shift_JIS"})
  void anEncodingThatCannotBeToldIsRefusedUnlessItIsNamed(String encoding) throws IOException {
    String text = encoding.equals("windows-1252") ? "Où déjà l'été, ça rêve." : "系統管理者的手冊。";
    Path file = folder.resolve("book.txt");
    Files.write(file, text.getBytes(Charset.forName(encoding)));
    refused(file, "--encoding");
    Ingest.Options usual = Ingest.Options.DEFAULT;
    Ingest.Options named =
        new Ingest.Options(
            usual.minColumns(), usual.maxColumns(), encoding, "", false, false, usual.similarity());
    assertEquals(text, Ingest.of(List.of(file), named, begun -> {}).paragraphs().getFirst().text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"book.txt", "book.md", "book.html"})
  void whatIsNoTextIsRefused(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, pdf(1));
    refused(file, "'" + file + "'");
    Files.write(file, new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 0, 1, 2, 3, (byte) 0xff, 0, 7});
    refused(file, "is no text");
    Files.write(file, new byte[0]);
    refused(file, "is empty");
    Files.writeString(file, " \n\n \n");
    refused(file, "holds blanks alone");
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    Path file = folder.resolve("book.html");
    Files.writeString(file, "<div>".repeat(20_000) + "deep" + "</div>".repeat(20_000));
    refused(file, "nested at most");
  }

  @Test
  void anExternalEntityIsNeverRead() throws IOException {
    Path secret = folder.resolve("secret.txt");
    Files.writeString(secret, "do not tell");
    String doctype = "<!DOCTYPE x [<!ENTITY s SYSTEM \"%s\">]>".formatted(secret.toUri());
    Path html = folder.resolve("book.html");
    Files.writeString(html, doctype + "<p>It is &s; here.</p>");
    Path docx = docx(doctype, TEXT.formatted("It is &s; here."));
    for (Path file : List.of(html, docx, entityInEpub(doctype))) {
      try {
        for (Paragraph paragraph : ingest(file)) {
          assertFalse(paragraph.text().contains("do not tell"), file.toString());
        }
      } catch (InvalidInputException e) {
        assertFalse(String.valueOf(e.getMessage()).contains("do not tell"), e.getMessage());
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
      }
    }
  }

  @Test
  void aBillionLaughsAreNotHeard() throws IOException {
    Path html = folder.resolve("book.html");
    Files.writeString(html, LAUGHS + "<p>A joke: &i;</p>");
    Path docx = docx(LAUGHS, TEXT.formatted("A joke: &i;"));
    for (Path file : List.of(html, docx, entityInEpub(LAUGHS.replace("ENTITY i", "ENTITY s")))) {
      try {
        for (Paragraph paragraph : ingest(file)) {
          assertFalse(paragraph.text().contains("haha"), file.toString());
        }
      } catch (InvalidInputException e) {
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
      }
    }
  }

  private Path docx(String doctype, String body) throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(
        "[Content_Types].xml",
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
        <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
        <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>
        """);
    entries.put(
        "_rels/.rels",
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>
        """);
    entries.put("word/document.xml", DOCUMENT.formatted(doctype, body));
    return Books.archive(folder.resolve("book.docx"), entries);
  }

  @Test
  void thePlainDocxOfTheseTestsIsRead() throws IOException {
    assertEquals("Here it is.", ingest(docx("", TEXT.formatted("Here it is."))).getFirst().text());
  }

  private Path entityInEpub(String doctype) throws IOException {
    Path plain = Books.epub(folder.resolve("plain.epub"), List.of("<p>It is here.</p>"));
    Map<String, String> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(plain.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        entries.put(
            entry.getName(),
            text.replaceFirst("<!DOCTYPE[^>]*>", Matcher.quoteReplacement(doctype))
                .replace("It is here.", "It is &s; here.")
                .replace("?>\n<package", "?>\n" + doctype + "<package")
                .replace("<dc:title>T", "<dc:title>&s;"));
      }
    }
    assertTrue(entries.values().stream().anyMatch(text -> text.contains("&s; here")));
    return Books.archive(folder.resolve("book.epub"), entries);
  }

  private static void refused(Path file, String... parts) {
    InvalidInputException refused = assertThrows(InvalidInputException.class, () -> ingest(file));
    String message = String.valueOf(refused.getMessage());
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
    assertTrue(message.contains(file.toString()), message);
  }

  private static List<Paragraph> ingest(Path file) {
    return Ingest.of(List.of(file), Ingest.Options.DEFAULT, begun -> {}).paragraphs();
  }
}

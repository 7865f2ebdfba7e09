package org.plumbline.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.distill.corpus.BlockKind;
import org.plumbline.distill.corpus.Cleaned;
import org.plumbline.distill.corpus.Cleaned.Reason;
import org.plumbline.distill.corpus.Ingest;
import org.plumbline.distill.corpus.Language;
import org.plumbline.distill.corpus.Paragraph;
import org.plumbline.documents.Books.Bookmark;
import org.plumbline.documents.Books.Styled;

class FormatsTest {
  private static final String LISTED =
      """
      <h1>Packages</h1>
      <p>A package is an archive. It holds the files of a program.</p>
      <p>The parts of it are:</p>
      <ul><li>data, that is files;</li><li>control:<ul><li>scripts</li></ul></li></ul>
      <h2>Tools</h2>
      <p>Call <code>dpkg -i</code> to install one.</p>
      <pre>$ dpkg -i zim.deb
        Unpacking zim</pre>
      <table><tr><th>tool</th><th>reads</th></tr><tr><td>apt</td><td>repositories</td></tr></table>
      <blockquote><p>Old proverb.</p></blockquote>
      """;
  private static final List<String> TEXTS =
      List.of(
          """
          A package is an archive. It holds the files of a program.

          The parts of it are:

          - data, that is files;
          - control:
            - scripts""",
          """
          Call `dpkg -i` to install one.

          ```
          $ dpkg -i zim.deb
            Unpacking zim
          ```

          | tool | reads |
          | --- | --- |
          | apt | repositories |

          Old proverb.""");

  @TempDir Path folder;

  @Test
  void htmlGivesHeadingsListsCodeAndTables() throws IOException {
    Path file = folder.resolve("book.html");
    Files.writeString(
        file,
        "<html><head><title>t</title></head><body><nav>Home | About</nav>%s<script>x()</script><footer>imprint</footer></body></html>"
            .formatted(LISTED));
    Ingest.Ingested ingested = ingest(file);
    assertEquals(TEXTS, texts(ingested));
    assertEquals(List.of("Packages", "Tools"), ingested.paragraphs().get(1).chapter());
    assertEquals(
        List.of(BlockKind.PROSE, BlockKind.QUOTE, BlockKind.CODE, BlockKind.TABLE),
        ingested.paragraphs().get(1).blocks());
    assertEquals(3, count(ingested, Reason.NAVIGATION));
  }

  @Test
  void chineseHtmlInGbkIsReadByWhatItDeclaresOrLooksLike() throws IOException {
    String body = "<h1>第一章 软件包</h1><p>软件包是一个存档文件，包含程序的文件。</p>";
    for (String head : List.of("<meta charset=\"gb2312\">", "<meta charset=\"utf-8\">", "")) {
      Path file = folder.resolve("book.htm");
      String page = "<html><head>%s</head><body>%s</body></html>".formatted(head, body);
      Files.write(file, page.getBytes(Charset.forName("GBK")));
      Ingest.Ingested ingested = ingest(file);
      assertEquals(List.of("软件包是一个存档文件，包含程序的文件。"), texts(ingested), head);
      assertEquals("GB18030", ingested.files().getFirst().encoding(), head);
      assertEquals(Language.ZH, ingested.paragraphs().getFirst().language());
    }
  }

  @Test
  void epubIsReadInTheOrderOfItsSpine() throws IOException {
    Path file =
        Books.epub(
            folder.resolve("book.epub"), List.of(LISTED, "<h1>第二章 网络</h1><p>网络连接&nbsp;计算机。</p>"));
    Ingest.Ingested ingested = ingest(file);
    List<String> expected = new ArrayList<>(TEXTS);
    expected.add("网络连接 计算机。");
    assertEquals(expected, texts(ingested));
    assertEquals(
        List.of(List.of("Packages"), List.of("Packages", "Tools"), List.of("第二章 网络")),
        ingested.paragraphs().stream().map(Paragraph::chapter).toList());
  }

  @Test
  void docxGivesHeadingsByTheirStyles() throws IOException {
    Path file =
        Books.docx(
            folder.resolve("book.docx"),
            List.of(
                new Styled("heading 1", "Packages"),
                new Styled("", "A package is an archive. It holds the files of a program."),
                new Styled("heading 2", "Tools"),
                new Styled("", "Call it to install one:"),
                new Styled("Source Code", "$ dpkg -i zim.deb"),
                new Styled("Source Code", "  Unpacking zim"),
                new Styled("table", "tool|reads\napt|repositories"),
                new Styled("heading 1", "第二章 网络"),
                new Styled("", "网络连接计算机。")));
    Ingest.Ingested ingested = ingest(file);
    assertEquals(
        List.of(
            "A package is an archive. It holds the files of a program.",
            """
            Call it to install one:

            ```
            $ dpkg -i zim.deb
              Unpacking zim
            ```

            | tool | reads |
            | --- | --- |
            | apt | repositories |""",
            "网络连接计算机。"),
        texts(ingested));
    assertEquals(
        List.of(List.of("Packages"), List.of("Packages", "Tools"), List.of("第二章 网络")),
        ingested.paragraphs().stream().map(Paragraph::chapter).toList());
  }

  private static List<List<String>> printed() {
    return List.of(
        List.of(
            "The Handbook of Packages",
            "",
            "Chapter 1 Packages",
            "",
            "A package is an archive that holds the files of a pro-",
            "gram, and what is needed for the instal-",
            "lation of it. The version 3.5 is the oldest that we",
            "",
            "1"),
        List.of(
            "The Handbook of Packages",
            "",
            "describe here.",
            "",
            "1.1 Tools",
            "",
            "The tools are apt and dpkg.",
            "",
            "2"),
        List.of(
            "The Handbook of Packages",
            "",
            "Chapter 2 Networks",
            "",
            "A network joins computers.",
            "",
            "3"));
  }

  private static final List<String> READ =
      List.of(
          "A package is an archive that holds the files of a program, and what is needed for the installation of it. The version 3.5 is the oldest that we describe here.",
          "The tools are apt and dpkg.",
          "A network joins computers.");

  @Test
  void pdfKnowsPagesAndLosesWhatPrintingAdds() throws IOException {
    Ingest.Ingested ingested = ingest(pdf(List.of()));
    assertEquals(READ, texts(ingested));
    assertEquals(List.of(1, 2, 3), ingested.paragraphs().stream().map(Paragraph::page).toList());
    assertEquals(
        List.of(
            List.of("Chapter 1 Packages"),
            List.of("Chapter 1 Packages", "1.1 Tools"),
            List.of("Chapter 2 Networks")),
        ingested.paragraphs().stream().map(Paragraph::chapter).toList());
    assertEquals(3, count(ingested, Reason.RUNNING_LINE));
    assertEquals(3, count(ingested, Reason.PAGE_NUMBER));
    assertEquals(2, count(ingested, Reason.HYPHEN));
  }

  @Test
  void theOutlineOfAPdfTellsItsChapters() throws IOException {
    Path file =
        pdf(
            List.of(
                new Bookmark(1, "Packages", 1),
                new Bookmark(2, "Tools", 2),
                new Bookmark(1, "Networks, and more", 3)));
    Ingest.Ingested ingested = ingest(file);
    assertEquals(List.of("Networks, and more"), ingested.paragraphs().getLast().chapter());
    assertEquals("Tools", ingested.paragraphs().get(1).chapter().getLast().replace("1.1 ", ""));
    assertFalse(texts(ingested).get(1).contains("1.1"), texts(ingested).get(1));
  }

  private Path pdf(List<Bookmark> bookmarks) throws IOException {
    Path file = folder.resolve("book.pdf");
    try (PDDocument document = Books.pdf(printed(), bookmarks)) {
      document.save(file.toFile());
    }
    return file;
  }

  private static Ingest.Ingested ingest(Path file) {
    return Ingest.of(List.of(file), Ingest.Options.DEFAULT, begun -> {});
  }

  private static List<String> texts(Ingest.Ingested ingested) {
    assertTrue(ingested.paragraphs().stream().allMatch(one -> one.book().equals("book")));
    return ingested.paragraphs().stream().map(Paragraph::text).collect(Collectors.toList());
  }

  private static int count(Ingest.Ingested ingested, Reason reason) {
    return ingested.cleaned().stream()
        .filter(count -> count.reason() == reason)
        .mapToInt(Cleaned.Count::count)
        .sum();
  }
}

package org.plumbline.distill.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumbline.core.data.InvalidRows;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.distill.corpus.Cleaned.Reason;
import org.plumbline.testkit.SeededRandom;

class IngestTest {
  @TempDir Path folder;

  @Test
  void aParagraphNeverCrossesASectionAndKnowsItsPlace() throws IOException {
    String book =
        """
        Before all.

        # One

        Short.

        Also short.

        ## Within

        > A box.

        # Two

        Last.
        """;
    List<Paragraph> read = ingest(book, 400, 1600);
    assertEquals(
        List.of("Before all.", "Short.\n\nAlso short.", "A box.", "Last."),
        read.stream().map(Paragraph::text).toList());
    assertEquals(
        List.of(List.of(), List.of("One"), List.of("One", "Within"), List.of("Two")),
        read.stream().map(Paragraph::chapter).toList());
    assertEquals(
        List.of("Before all.", "Short.\n\nAlso short.", "A box.", "Last."),
        read.stream().map(one -> book.substring(one.offset(), one.end())).toList());
  }

  @Test
  void theTitleOfABookIsNoChapter() throws IOException {
    Path file = write("book.md", "# The Book\n\nHello.\n\n## One\n\nText.\n\n## Two\n\nText.\n");
    Ingest.Ingested ingested = Ingest.of(List.of(file), Ingest.Options.DEFAULT, begun -> {});
    assertEquals("The Book", ingested.files().getFirst().title());
    assertEquals(
        List.of("", "One", "Two"),
        ingested.paragraphs().stream().map(Paragraph::topHeading).toList());
  }

  @Test
  void idsStayWhenAnotherPartOfTheBookChanges() throws IOException {
    List<Paragraph> before = ingest("# A\n\nSame.\n\n# B\n\nOther.\n", 1, 1600);
    List<Paragraph> after = ingest("# A\n\nSame.\n\nNew.\n\n# B\n\nOther.\n", 1, 1600);
    assertEquals(before.getFirst().id(), after.getFirst().id());
    assertEquals(before.getLast().id(), after.getLast().id());
    List<Paragraph> twice = ingest("# A\n\nSame.\n\nSame.\n\n# B\n\nSame.\n", 1, 1600);
    assertEquals(3, new HashSet<>(twice.stream().map(Paragraph::id).toList()).size());
  }

  @Test
  void whatBelongsTogetherStaysTogether() throws IOException {
    String filling = "This sentence only takes room. ".repeat(4).strip();
    List<Paragraph> read =
        ingest(
            """
            %1$s

            Call it so:

            ```
            $ apt install
            ```

            %1$s

            - one
            - two
            """
                .formatted(filling),
            100,
            150);
    assertEquals(3, read.size(), read.toString());
    assertEquals("Call it so:\n\n```\n$ apt install\n```", read.get(1).text().split("\n\nThis")[0]);
    assertTrue(read.get(2).text().endsWith("- one\n- two"), read.get(2).text());
  }

  @Test
  void aListStaysWholeThoughItsFirstItemsAreWideEnough() throws IOException {
    String list = "- one item of this list\n- one more item of it\n- and the last of its items";
    assertEquals(
        List.of(list), ingest(list + "\n", 10, 400).stream().map(Paragraph::text).toList());
  }

  @Test
  void aLongSentenceWithAColonGoesWithWhatItAnnounces() throws IOException {
    String announcement =
        "This sentence, which is much longer than a title, says what the command below it does to the packages that are installed:";
    String code = "```\n$ apt install one two three four five six seven eight\n```";
    assertEquals(
        List.of(announcement + "\n\n" + code),
        ingest(announcement + "\n\n" + code + "\n", 40, 400).stream()
            .map(Paragraph::text)
            .toList());
  }

  @Test
  void chineseAndEnglishParagraphsAreNotMixed() throws IOException {
    List<Paragraph> read =
        ingest(
            "软件包是一个存档文件，包含程序的文件。\n\nThis is the paragraph that was not translated to it.\n",
            400,
            1600);
    assertEquals(
        List.of(Language.ZH, Language.EN), read.stream().map(Paragraph::language).toList());
  }

  @Test
  void codeAndTablesAreCutBetweenLinesAndTextBetweenSentences() throws IOException {
    StringBuilder code = new StringBuilder();
    StringBuilder rows = new StringBuilder();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      code.append("line %02d of the program\n".formatted(i));
      rows.append("| row %02d | with a cell |\n".formatted(i));
      text.append("这是第 %02d 个句子，它说明一件事。".formatted(i));
    }
    List<Paragraph> read =
        ingest(
            "# A\n\n```\n%s```\n\n# B\n\n| a | b |\n|---|---|\n%s\n# C\n\n%s\n"
                .formatted(code, rows, text),
            50,
            200);
    assertTrue(read.size() > 9);
    List<String> lines = new ArrayList<>();
    for (Paragraph one : read) {
      assertTrue(TextWidth.of(one.text()) <= 200, one.text());
      switch (one.topHeading()) {
        case "A" -> {
          assertTrue(one.text().startsWith("```\n") && one.text().endsWith("\n```"), one.text());
          lines.addAll(one.text().lines().filter(line -> line.startsWith("line")).toList());
        }
        case "B" -> assertTrue(one.text().startsWith("| a | b |\n|---|---|\n| row"), one.text());
        default -> assertTrue(one.text().endsWith("。"), one.text());
      }
    }
    assertEquals(code.toString().lines().toList(), lines);
  }

  @Test
  void everyCharacterOfABookIsInAParagraphOrCounted() {
    SeededRandom.forAll(
        30,
        random -> {
          StringBuilder book = new StringBuilder("# T\n\n");
          StringBuilder letters = new StringBuilder();
          for (int i = 0; i < 40; i++) {
            String words = words(random, letters);
            book.append(
                switch (random.integer(0, 5)) {
                  case 0 -> "- " + words + "\n\n";
                  case 1 -> "> " + words.replace(" ", "\n> ") + "\n\n";
                  case 2 -> "```\n" + words.replace(" ", "\n") + "\n```\n\n";
                  case 3 -> words.replace(" ", "。") + "\n\n";
                  case 4 -> words.replace(" ", ". ") + "\n\n";
                  default -> words + "\n\n";
                });
          }
          List<Paragraph> read;
          try {
            read = ingest(book.toString(), 30, 90);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          StringBuilder seen = new StringBuilder();
          read.forEach(one -> seen.append(one.text().replaceAll("[^a-z一-龥]", "")));
          assertEquals(letters.toString(), seen.toString());
          read.forEach(one -> assertTrue(TextWidth.of(one.text()) <= 90, one.text()));
        });
  }

  private static String words(SeededRandom random, StringBuilder letters) {
    StringBuilder words = new StringBuilder();
    for (int i = random.integer(1, 20); i > 0; i--) {
      for (int k = random.integer(1, 9); k > 0; k--) {
        char letter =
            random.integer(0, 3) == 0
                ? (char) random.integer('一', '龥')
                : (char) random.integer('a', 'z');
        words.append(letter);
        letters.append(letter);
      }
      words.append(i > 1 ? " " : "");
    }
    return words.toString();
  }

  @Test
  void whatIsCleanedAwayIsCounted() throws IOException {
    Path file =
        write(
            "book.md",
            """
            # Contents

            - [One](#one)
            - [Two](#two)

            # One

            See ![a picture](p.png) the [manual](https://x.org/a_(b)) of <b>apt</b>\u00ad, `<b>` and Cafe\u0301.

            <!-- a comment -->

            Chapter one ........ 12
            """);
    Ingest.Ingested ingested = Ingest.of(List.of(file), Ingest.Options.DEFAULT, begun -> {});
    assertEquals(
        List.of("See the manual of apt, `<b>` and Caf\u00e9."),
        ingested.paragraphs().stream().map(Paragraph::text).toList());
    List<Reason> reasons = ingested.cleaned().stream().map(Cleaned.Count::reason).toList();
    assertEquals(
        List.of(
            Reason.COMPOSED,
            Reason.INVISIBLE,
            Reason.CONTENTS,
            Reason.IMAGE,
            Reason.LINK_ADDRESS,
            Reason.MARKUP),
        reasons);
  }

  @Test
  void aChapterOnContentsIsNoTableOfContents() throws IOException {
    List<Paragraph> read =
        ingest("# Index\n\nAn index is a list of words. It helps readers.\n\n# B\n\nx\n", 1, 1600);
    assertEquals(2, read.size());
  }

  @Test
  void repeatedParagraphsGoByOptionAndTheEarliestStays() throws IOException {
    String text = "The same paragraph stands in two editions of one book, as it often does.";
    Path first = write("first.md", "# A\n\n" + text + "\n");
    Path second =
        write("second.md", "# A\n\n" + text.replace("often", "mostly") + "\n\n# B\n\nNew.\n");
    Ingest.Options drop = new Ingest.Options(1, 1600, "", "", false, true, 0.7);
    Ingest.Ingested ingested = Ingest.of(List.of(first, second), drop, begun -> {});
    assertEquals(
        List.of("first", "second"), ingested.paragraphs().stream().map(Paragraph::book).toList());
    assertEquals(1, ingested.duplicates().duplicates().size());
    assertEquals(
        ingested.paragraphs().getFirst().id(),
        ingested.duplicates().duplicates().getFirst().kept());
  }

  @Test
  void plainTextHasChaptersByTheirWords() throws IOException {
    Path file =
        write(
            "book.txt",
            """
            第一章 软件包

            软件包是一个存档文件，
            包含程序的文件。

            第二章 工具

            2.1 apt 是什么？

            它读取仓库。

            1. 第一步

            2. 第二步
            """);
    List<Paragraph> read =
        Ingest.of(List.of(file), Ingest.Options.DEFAULT, begun -> {}).paragraphs();
    assertEquals(
        List.of("软件包是一个存档文件，包含程序的文件。", "它读取仓库。\n\n1. 第一步\n2. 第二步"),
        read.stream().map(Paragraph::text).toList());
    assertEquals(List.of("第二章 工具", "2.1 apt 是什么？"), read.getLast().chapter());
  }

  @Test
  void aLineIsAParagraphWhereLinesAreLongOrIndentedWide() throws IOException {
    Path file = write("book.txt", "　　第一段说明软件包。\n　　第二段说明网络。\n");
    List<Paragraph> read =
        Ingest.of(List.of(file), Ingest.Options.DEFAULT, begun -> {}).paragraphs();
    assertEquals("第一段说明软件包。\n\n第二段说明网络。", read.getFirst().text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Die Katze sitzt auf dem Dach und schaut in den Garten.|OTHER",
        "The cat is on the roof.|EN",
        "使用 apt-get install 命令安装 Debian package 即可。|ZH",
        "请参阅 the manual of this package for more 信息 about it 和 others.|MIXED",
        "これはペンです。とても良い。|OTHER",
        "ls -l; cd /tmp; rm x|OTHER",
        "Kernel（内核） is the name that they have for it in the language of the country.|EN"
      })
  void theLanguageIsThatOfTheWords(String text, Language expected) {
    assertEquals(expected, Language.of(text));
  }

  @Test
  void paragraphsAreReadBackFromTheirFile() throws IOException {
    List<Paragraph> paragraphs = ingest("# A\n\n一些 text.\n\n```\nx\n```\n", 400, 1600);
    Path file = folder.resolve("paragraphs.jsonl");
    Paragraph.write(file, paragraphs);
    try (Stream<Paragraph> read = Paragraph.read(file, InvalidRows.refuse())) {
      assertEquals(paragraphs, read.toList());
    }
  }

  @Test
  void booksNeedNamesOfTheirOwnAndKnownEndings() throws IOException {
    Path one = write("book.md", "text");
    Path two = write("book.txt", "text");
    refused(List.of(one, two), "two files are called 'book'");
    refused(List.of(one, one), "named twice");
    refused(List.of(), "at least one file");
    refused(List.of(write("book.odt", "x")), "ends in one of .markdown, .md, .text, .txt");
    refused(List.of(write("book.pdf", "x")), "needs the module plumbline-documents");
    refused(List.of(folder.resolve("none.md")), "must be a file");
    refused(List.of(write("pictures.md", "![a](b.png)\n")), "nothing is left");
  }

  private static void refused(List<Path> files, String part) {
    InvalidInputException refused =
        assertThrows(
            InvalidInputException.class,
            () -> Ingest.of(files, Ingest.Options.DEFAULT, begun -> {}));
    assertTrue(String.valueOf(refused.getMessage()).contains(part), refused.getMessage());
  }

  private List<Paragraph> ingest(String book, int min, int max) throws IOException {
    Ingest.Options options = new Ingest.Options(min, max, "", "", false, false, 0.9);
    return Ingest.of(List.of(write("book.md", book)), options, begun -> {}).paragraphs();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}

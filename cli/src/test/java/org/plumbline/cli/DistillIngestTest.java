package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;

final class DistillIngestTest {
  @TempDir Path folder;

  @Test
  void booksOfSeveralFormatsBecomeParagraphsAndAResult() throws IOException {
    Path one = Files.writeString(folder.resolve("one.md"), "# 第一章\n\n软件包是一个存档文件。\n");
    Path two = Files.writeString(folder.resolve("two.html"), "<h1>Two</h1><p>It is a text.</p>");
    Path run = folder.resolve("run");
    Ended ended = new Shell().run("distill ingest %s %s --json --out %s", one, two, run);
    assertEquals(ExitCode.DONE, ended.code(), ended.err());
    assertTrue(ended.out().contains("\"paragraphs\""), ended.out());
    assertEquals(2, Files.readAllLines(run.resolve("paragraphs.jsonl")).size());
  }

  @Test
  void aPlanReadsNothingAndWritesNothing() throws IOException {
    Path one = Files.writeString(folder.resolve("one.md"), "text");
    Path run = folder.resolve("run");
    Ended ended = new Shell().run("distill ingest %s --dry-run --out %s", one, run);
    assertEquals(ExitCode.DONE, ended.code(), ended.err());
    assertTrue(ended.out().contains("book 'one'"), ended.out());
    assertFalse(Files.exists(run.resolve("paragraphs.jsonl")));
  }

  @Test
  void aBrokenBookEndsWithTwoAndNoStackTrace() throws IOException {
    Path file = Files.writeString(folder.resolve("book.pdf"), "no pdf");
    Ended ended = new Shell().run("distill ingest %s --out %s", file, folder.resolve("run"));
    assertEquals(2, ended.code().number(), ended.err());
    assertTrue(ended.err().contains("must begin with %PDF-"), ended.err());
    assertFalse(ended.err().contains("\tat "), ended.err());
  }
}

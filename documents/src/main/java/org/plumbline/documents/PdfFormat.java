package org.plumbline.documents;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.distill.corpus.Cleaned;
import org.plumbline.distill.corpus.Document;
import org.plumbline.distill.corpus.DocumentFormat;

/** Printed pages: the text by Tika, the chapters by the outline or by how titles look. */
public final class PdfFormat implements DocumentFormat {
  private static final int TAIL = 4096;

  @Override
  public Set<String> endings() {
    return Set.of(".pdf");
  }

  @Override
  public Document read(Path file, String encoding, Cleaned cleaned) {
    requireWhole(file);
    List<PdfOutline.Entry> outline = outline(file);
    PdfPages pages = new PdfPages();
    ParseContext context = new ParseContext();
    PDFParserConfig config = new PDFParserConfig();
    config.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
    config.setExtractAnnotationText(false);
    config.setExtractBookmarksText(false);
    config.setExtractInlineImages(false);
    config.setExtractAcroFormContent(false);
    context.set(PDFParserConfig.class, config);
    try (TikaInputStream in = TikaInputStream.get(file)) {
      TikaReading.read(new PDFParser(), in, pages, context, "PDF", file);
    } catch (IOException e) {
      throw TikaReading.broken("PDF", file, DurableFiles.reason(e), e);
    }
    require(
        pages.hasText(),
        "a book must hold text; none of the %d pages of '%s' does: they are pictures; let a program for text recognition (OCR) go over them",
        pages.count(),
        file);
    return new PdfLayout(pages.pages(), outline, cleaned).document();
  }

  /** A PDF begins and ends with marks of its own; one that was cut off would be read in part. */
  private static void requireWhole(Path file) {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] head = new byte[(int) Math.min(1024, in.length())];
      in.readFully(head);
      byte[] tail = new byte[(int) Math.min(TAIL, in.length())];
      in.seek(in.length() - tail.length);
      in.readFully(tail);
      require(head.length > 0, "a book must hold text; '%s' is empty", file);
      require(
          new String(head, StandardCharsets.ISO_8859_1).contains("%PDF-"),
          "a PDF must begin with %%PDF-; '%s' does not; give the file a name that says what it is",
          file);
      require(
          new String(tail, StandardCharsets.ISO_8859_1).contains("%%EOF"),
          "a PDF must end with %%%%EOF; '%s' is cut off after %,d bytes; fetch it again",
          file,
          in.length());
    } catch (IOException e) {
      throw TikaReading.broken("PDF", file, DurableFiles.reason(e), e);
    }
  }

  private static List<PdfOutline.Entry> outline(Path file) {
    try (PDDocument document = Loader.loadPDF(file.toFile())) {
      require(
          !document.isEncrypted() || document.getCurrentAccessPermission().canExtractContent(),
          "a book must allow that its text is taken out, and '%s' forbids it; ask its owner for a copy that allows it",
          file);
      return PdfOutline.of(document);
    } catch (InvalidPasswordException e) {
      throw new InvalidInputException(
          "a book must be readable without a password; '%s' is encrypted; save a copy without one"
              .formatted(file),
          e);
    } catch (IOException e) {
      throw TikaReading.broken("PDF", file, DurableFiles.reason(e), e);
    }
  }
}

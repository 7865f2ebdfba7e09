package org.plumbline.documents;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.sax.SecureContentHandler;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Lets a parser of Tika read one file: nothing that is embedded in it, no deeper than a bound, and
 * every failure told as what is wrong with the file.
 */
final class TikaReading {
  private static final int DEEPEST = 500;
  private static final long MOST_OUTPUT_PER_BYTE = 500;
  private static final long FREE_OUTPUT = 16L << 20;

  private TikaReading() {}

  /**
   * Reads.
   *
   * @param kind what messages call such a file
   * @throws InvalidInputException if the file is locked, broken, or grows beyond all bounds
   */
  static void read(
      Parser parser,
      TikaInputStream in,
      ContentHandler handler,
      ParseContext context,
      String kind,
      Path file) {
    SecureContentHandler secure = new SecureContentHandler(handler, in);
    secure.setMaximumDepth(DEEPEST);
    secure.setMaximumCompressionRatio(MOST_OUTPUT_PER_BYTE);
    secure.setOutputThreshold(FREE_OUTPUT);
    context.set(EmbeddedDocumentExtractor.class, new Nothing());
    try {
      parser.parse(in, secure, new Metadata(), context);
    } catch (EncryptedDocumentException e) {
      throw new InvalidInputException(
          "a book must be readable without a password; '%s' is encrypted; save a copy without one"
              .formatted(file),
          e);
    } catch (SAXException e) {
      throw suspicious(secure, e, kind, file);
    } catch (IOException e) {
      throw broken(kind, file, DurableFiles.reason(e), e);
    } catch (TikaException | RuntimeException | StackOverflowError e) {
      throw broken(kind, file, reason(e), e);
    }
  }

  /** A file that cannot be read to its end. */
  static InvalidInputException broken(String kind, Path file, String why, Throwable cause) {
    return new InvalidInputException(
        "'%s' is no %s that can be read to its end (%s); open it and save it again, or fetch it again"
            .formatted(file, kind, why),
        cause);
  }

  private static InvalidInputException suspicious(
      SecureContentHandler secure, SAXException e, String kind, Path file) {
    try {
      secure.throwIfCauseOf(e);
    } catch (TikaException bomb) {
      return new InvalidInputException(
          "a book must be nested at most %d elements deep and hold at most %d times its size of text; '%s' does not (%s); is it made to fill the memory? If not, convert it to text"
              .formatted(DEEPEST, MOST_OUTPUT_PER_BYTE, file, bomb.getMessage()),
          bomb);
    }
    return broken(kind, file, reason(e), e);
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
  }

  /** What is embedded in a book (pictures, other documents) is not read. */
  private static final class Nothing implements EmbeddedDocumentExtractor {
    @Override
    public boolean shouldParseEmbedded(Metadata metadata) {
      return false;
    }

    @Override
    public void parseEmbedded(
        InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml) {}
  }
}

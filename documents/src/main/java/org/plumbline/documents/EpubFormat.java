package org.plumbline.documents;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.epub.EpubParser;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.distill.corpus.Cleaned;
import org.plumbline.distill.corpus.Document;
import org.plumbline.distill.corpus.DocumentFormat;

/** Electronic books, in the order of their spine. */
public final class EpubFormat implements DocumentFormat {

  @Override
  public Set<String> endings() {
    return Set.of(".epub");
  }

  @Override
  public Document read(Path file, String encoding, Cleaned cleaned) {
    ArchiveBounds.check(file, "an EPUB book", "META-INF/container.xml");
    ExtractedText text = new ExtractedText(cleaned);
    try (TikaInputStream in = TikaInputStream.get(file)) {
      TikaReading.read(new EpubParser(), in, text, new ParseContext(), "EPUB book", file);
    } catch (IOException e) {
      throw TikaReading.broken("EPUB book", file, DurableFiles.reason(e), e);
    }
    return text.document("");
  }
}

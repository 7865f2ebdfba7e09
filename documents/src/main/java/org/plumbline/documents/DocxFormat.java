package org.plumbline.documents;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.distill.corpus.Cleaned;
import org.plumbline.distill.corpus.Document;
import org.plumbline.distill.corpus.DocumentFormat;

/** Documents of word processors; titles are what has the style of a heading. */
public final class DocxFormat implements DocumentFormat {

  @Override
  public Set<String> endings() {
    return Set.of(".docx");
  }

  @Override
  public Document read(Path file, String encoding, Cleaned cleaned) {
    ArchiveBounds.check(file, "a DOCX document", "word/document.xml");
    ExtractedText text = new ExtractedText(cleaned);
    ParseContext context = new ParseContext();
    OfficeParserConfig config = new OfficeParserConfig();
    config.setUseSAXDocxExtractor(true);
    config.setIncludeHeadersAndFooters(false);
    config.setIncludeDeletedContent(false);
    config.setIncludeMoveFromContent(false);
    context.set(OfficeParserConfig.class, config);
    try (TikaInputStream in = TikaInputStream.get(file)) {
      TikaReading.read(new OOXMLParser(), in, text, context, "DOCX document", file);
    } catch (IOException e) {
      throw TikaReading.broken("DOCX document", file, DurableFiles.reason(e), e);
    }
    return text.document("");
  }
}

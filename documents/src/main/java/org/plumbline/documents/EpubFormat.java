package org.plumbline.documents;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.ParserDecorator;
import org.apache.tika.parser.epub.EpubParser;
import org.apache.tika.parser.html.HtmlMapper;
import org.apache.tika.parser.html.IdentityHtmlMapper;
import org.apache.tika.parser.html.JSoupParser;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.distill.corpus.Cleaned;
import org.plumbline.distill.corpus.Document;
import org.plumbline.distill.corpus.DocumentFormat;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

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
    ParseContext context = new ParseContext();
    context.set(EncodingDetector.class, EpubFormat::encoding);
    context.set(HtmlMapper.class, IdentityHtmlMapper.INSTANCE);
    EpubParser parser = new EpubParser();
    // As HTML and not as XML: without its DTD, which is not fetched, XML has no &nbsp; and
    // &eacute;.
    parser.setContentParser(new Chapters());
    try (TikaInputStream in = TikaInputStream.get(file)) {
      TikaReading.read(parser, in, text, context, "EPUB book", file);
    } catch (IOException e) {
      throw TikaReading.broken("EPUB book", file, DurableFiles.reason(e), e);
    }
    return text.document("");
  }

  /** Reads a chapter's bytes through a buffer, so that they can be looked at first. */
  private static final class Chapters extends ParserDecorator {
    private static final long serialVersionUID = 1;

    Chapters() {
      super(new JSoupParser());
    }

    @Override
    public void parse(
        InputStream in, ContentHandler handler, Metadata metadata, ParseContext context)
        throws IOException, SAXException, TikaException {
      super.parse(new BufferedInputStream(in), handler, metadata, context);
    }
  }

  /** What the standard allows: UTF-8, or UTF-16 with a byte-order mark. */
  private static Charset encoding(InputStream in, Metadata metadata) throws IOException {
    in.mark(2);
    int mark = in.read() << 8 | in.read();
    in.reset();
    return mark == 0xfeff || mark == 0xfffe ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
  }
}

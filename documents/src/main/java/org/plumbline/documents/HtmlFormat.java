package org.plumbline.documents;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.html.HtmlMapper;
import org.apache.tika.parser.html.IdentityHtmlMapper;
import org.apache.tika.parser.html.JSoupParser;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.distill.corpus.Cleaned;
import org.plumbline.distill.corpus.Document;
import org.plumbline.distill.corpus.DocumentFormat;
import org.plumbline.distill.corpus.TextDecoder;

/** Web pages; their encoding is given, declared, or found as that of any text. */
public final class HtmlFormat implements DocumentFormat {
  private static final int DECLARED_WITHIN = 4096;
  private static final Pattern DECLARED =
      Pattern.compile(
          "(?i)<(?:meta[^>]+|\\?xml[^>]+)(?:charset|encoding)\\s*=\\s*[\"']?([\\w.:-]+)");

  @Override
  public Set<String> endings() {
    return Set.of(".html", ".htm", ".xhtml");
  }

  @Override
  public Document read(Path file, String encoding, Cleaned cleaned) {
    TextDecoder decoded = decode(file, encoding);
    ExtractedText text = new ExtractedText(cleaned);
    ParseContext context = new ParseContext();
    EncodingDetector known = (in, metadata) -> StandardCharsets.UTF_8;
    context.set(EncodingDetector.class, known);
    context.set(HtmlMapper.class, IdentityHtmlMapper.INSTANCE);
    try (TikaInputStream in =
        TikaInputStream.get(decoded.text().getBytes(StandardCharsets.UTF_8))) {
      TikaReading.read(new JSoupParser(), in, text, context, "HTML", file);
    } catch (IOException e) {
      throw TikaReading.broken("HTML", file, DurableFiles.reason(e), e);
    }
    return text.document(decoded.encoding());
  }

  private static TextDecoder decode(Path file, String encoding) {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read '%s': %s".formatted(file, DurableFiles.reason(e)), e);
    }
    String declared = encoding.isEmpty() ? declared(content) : "";
    if (!declared.isEmpty()) {
      try {
        return TextDecoder.decode(content, file.toString(), declared);
      } catch (InvalidInputException e) {
        // A page that says what it is not: look at its bytes.
        return TextDecoder.decode(content, file.toString(), "");
      }
    }
    return TextDecoder.decode(content, file.toString(), encoding);
  }

  private static String declared(byte[] content) {
    int length = Math.min(content.length, DECLARED_WITHIN);
    Matcher found = DECLARED.matcher(new String(content, 0, length, StandardCharsets.ISO_8859_1));
    if (!found.find() || !Charset.isSupported(found.group(1))) {
      return "";
    }
    String name = found.group(1).toLowerCase(Locale.ROOT);
    // What calls itself so is read by its superset, as browsers do; UTF-16 is told by its bytes.
    return name.startsWith("gb") ? "GB18030" : name.startsWith("utf-16") ? "" : name;
  }
}

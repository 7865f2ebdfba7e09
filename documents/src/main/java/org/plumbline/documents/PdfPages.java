package org.plumbline.documents;

import java.util.ArrayList;
import java.util.List;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** Collects what Tika writes of a PDF: a division each page, in it paragraphs of printed lines. */
final class PdfPages extends DefaultHandler {
  private final List<List<List<String>>> pages = new ArrayList<>();
  private final StringBuilder open = new StringBuilder();
  private boolean text;

  /** The pages; each a list of paragraphs, each a list of lines. */
  List<List<List<String>>> pages() {
    return pages;
  }

  int count() {
    return pages.size();
  }

  boolean hasText() {
    return text;
  }

  @Override
  public void startElement(String uri, String local, String qualified, Attributes attributes) {
    if (local.equals("div") && "page".equals(attributes.getValue("class"))) {
      pages.add(new ArrayList<>());
    }
    if (local.equals("p")) {
      flush();
    }
  }

  @Override
  public void endElement(String uri, String local, String qualified) {
    if (local.equals("p") || local.equals("div")) {
      flush();
    }
  }

  @Override
  public void characters(char[] characters, int start, int length) {
    open.append(characters, start, length);
  }

  @Override
  public void ignorableWhitespace(char[] characters, int start, int length) {
    characters(characters, start, length);
  }

  private void flush() {
    List<String> lines =
        open.toString().lines().map(String::stripTrailing).filter(line -> !line.isBlank()).toList();
    open.setLength(0);
    if (!lines.isEmpty() && !pages.isEmpty()) {
      pages.getLast().add(new ArrayList<>(lines));
      text = true;
    }
  }
}

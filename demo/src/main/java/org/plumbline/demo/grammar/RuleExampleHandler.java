package org.plumbline.demo.grammar;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plumbline.demo.grammar.RuleExample.Correct;
import org.plumbline.demo.grammar.RuleExample.Corrected;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Listens to a file of rules and keeps the examples. */
final class RuleExampleHandler extends DefaultHandler {
  private final List<RuleExample> examples = new ArrayList<>();
  private String group = "";
  private String rule = "";
  private boolean inExample;
  private boolean wrong;
  private @Nullable String correction;
  private final StringBuilder text = new StringBuilder();
  private int markerStart = -1;
  private int markerEnd = -1;

  List<RuleExample> examples() {
    return List.copyOf(examples);
  }

  @Override
  public InputSource resolveEntity(String publicId, String systemId) throws SAXException {
    throw new SAXException(
        "external entity '%s' refused: rules must stand alone".formatted(systemId));
  }

  @Override
  public void startElement(String uri, String local, String name, Attributes attributes) {
    switch (name) {
      case "rulegroup" -> group = idOf(attributes);
      case "rule" -> rule = idOf(attributes);
      case "example" -> {
        inExample = true;
        correction = attributes.getValue("correction");
        wrong = correction != null || !"correct".equals(or(attributes.getValue("type"), "correct"));
        text.setLength(0);
        markerStart = -1;
        markerEnd = -1;
      }
      case "marker" -> markerStart = text.length();
      default -> {}
    }
  }

  @Override
  public void characters(char[] characters, int start, int length) {
    if (inExample) {
      text.append(characters, start, length);
    }
  }

  @Override
  public void endElement(String uri, String local, String name) {
    switch (name) {
      case "rulegroup" -> group = "";
      case "rule" -> rule = "";
      case "marker" -> markerEnd = text.length();
      case "example" -> {
        inExample = false;
        keep();
      }
      default -> {}
    }
  }

  private void keep() {
    String id = group.isEmpty() ? rule : group;
    String faulty = plain(text.toString());
    if (!wrong) {
      examples.add(new Correct(id, faulty));
      return;
    }
    String first = first(correction);
    if (first.isEmpty() || markerStart < 0 || markerEnd < markerStart) {
      return;
    }
    String corrected = plain(text.substring(0, markerStart) + first + text.substring(markerEnd));
    if (!corrected.equals(faulty) && !faulty.isEmpty()) {
      examples.add(new Corrected(id, faulty, corrected));
    }
  }

  private static String first(@Nullable String corrections) {
    return corrections == null ? "" : corrections.split("\\|", -1)[0];
  }

  private static String plain(String text) {
    return text.replaceAll("[ \\t\\r\\n]+", " ").strip();
  }

  private static String idOf(Attributes attributes) {
    return or(attributes.getValue("id"), "");
  }

  private static String or(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value;
  }
}

package org.plumbline.demo.grammar;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.plumbline.core.error.FailedException;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXNotRecognizedException;
import org.xml.sax.SAXNotSupportedException;

/**
 * Reads the examples in LanguageTool's English rules: what is wrong, and how a person would write
 * it.
 */
public final class RuleExamples {
  private static final List<String> RESOURCES =
      List.of("org/languagetool/rules/en/grammar.xml", "org/languagetool/rules/en/style.xml");
  // The rules use their own entities some ten thousand times; together they expand to about a
  // megabyte.
  private static final String ENTITY_LIMIT = "50000000";

  private RuleExamples() {}

  /** All examples of the grammar and the style rules, in file order. */
  public static List<RuleExample> read() {
    var all = new ArrayList<RuleExample>();
    for (String resource : RESOURCES) {
      try (InputStream in = RuleExamples.class.getClassLoader().getResourceAsStream(resource)) {
        if (in == null) {
          throw new FailedException(
              "the class path lacks '%s'; add org.languagetool:language-en".formatted(resource));
        }
        all.addAll(parse(in, resource));
      } catch (IOException e) {
        throw new FailedException("cannot read '%s': %s".formatted(resource, e.getMessage()), e);
      }
    }
    return List.copyOf(all);
  }

  /**
   * The examples in one file of rules.
   *
   * @throws FailedException if it is not well-formed, or refers to anything outside itself
   */
  static List<RuleExample> parse(InputStream in, String name) throws IOException {
    var handler = new RuleExampleHandler();
    try {
      parser().parse(new InputSource(in), handler);
    } catch (SAXException | ParserConfigurationException e) {
      throw new FailedException(
          "cannot read the rules in '%s': %s".formatted(name, e.getMessage()), e);
    }
    return handler.examples();
  }

  private static SAXParser parser() throws SAXException, ParserConfigurationException {
    // The JDK's own parser: another one on the class path may not know the limits that follow.
    SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    SAXParser parser = factory.newSAXParser();
    raise(parser, "jdk.xml.totalEntitySizeLimit");
    raise(parser, "jdk.xml.maxGeneralEntitySizeLimit");
    raise(parser, "jdk.xml.entityExpansionLimit");
    parser.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    parser.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
    return parser;
  }

  private static void raise(SAXParser parser, String limit)
      throws SAXNotRecognizedException, SAXNotSupportedException {
    parser.setProperty(limit, ENTITY_LIMIT);
  }
}

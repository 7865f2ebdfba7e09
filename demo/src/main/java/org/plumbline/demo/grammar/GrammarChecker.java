package org.plumbline.demo.grammar;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.languagetool.JLanguageTool;
import org.languagetool.Languages;
import org.languagetool.rules.Rule;
import org.languagetool.rules.RuleMatch;
import org.languagetool.rules.spelling.SpellingCheckRule;
import org.plumbline.core.error.FailedException;
import org.plumbline.demo.wordnet.WordNetWords;

/** LanguageTool for one thread, with the rules that count and no others. */
final class GrammarChecker {
  /**
   * Categories whose rules count as faults: what an editor would have to change.
   *
   * <p>Left out: style, redundancy, plain English and repetitions (matters of taste), typography
   * and compounding (hyphens, dashes, curly quotes), semantics (calendar dates). Spelling counts,
   * as part of {@code TYPOS}: a small language model makes words up, and a made-up word is a fault.
   * WordNet's words are none, however rare, for the prompts ask about them.
   */
  static final Set<String> CATEGORIES =
      Set.of(
          "GRAMMAR",
          "TYPOS",
          "CONFUSED_WORDS",
          "PUNCTUATION",
          "COLLOCATIONS",
          "NONSTANDARD_PHRASES",
          "CASING",
          "MULTITOKEN_SPELLING",
          "MISC");

  private static final List<String> XML_LIMITS =
      List.of(
          "jdk.xml.totalEntitySizeLimit",
          "jdk.xml.maxGeneralEntitySizeLimit",
          "jdk.xml.entityExpansionLimit");
  private static final String ENOUGH_FOR_ITS_RULES = "50000000";
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern WORDLIKE = Pattern.compile("[\\p{L}\\p{N}]");

  private final JLanguageTool tool;

  GrammarChecker() {
    tool = load();
  }

  /** Checks one text. */
  GrammarVerdict check(String text) {
    try {
      List<String> faults =
          tool.check(text).stream()
              .filter(match -> counts(match.getRule()))
              .map(RuleMatch::getRule)
              .map(Rule::getId)
              .toList();
      return new GrammarVerdict(words(text), faults);
    } catch (IOException e) {
      throw new FailedException(
          "LanguageTool could not check '%s': %s".formatted(text, e.getMessage()), e);
    }
  }

  private static boolean counts(Rule rule) {
    return CATEGORIES.contains(rule.getCategory().getId().toString().toUpperCase(Locale.ROOT));
  }

  private static int words(String text) {
    return (int) SPACES.splitAsStream(text).filter(word -> WORDLIKE.matcher(word).find()).count();
  }

  /** One at a time: it changes system properties, and gives them back. */
  private static synchronized JLanguageTool load() {
    // Newer JDKs allow 100,000 characters of entities in one document, LanguageTool's grammar.xml
    // needs more, and it builds
    // its parsers itself: the limits can be reached through system properties only.
    List<String> before = XML_LIMITS.stream().map(limit -> System.getProperty(limit, "")).toList();
    XML_LIMITS.forEach(limit -> System.setProperty(limit, ENOUGH_FOR_ITS_RULES));
    try {
      var tool = new JLanguageTool(Languages.getLanguageForShortCode("en-US"));
      for (Rule rule : tool.getAllRules()) {
        if (!counts(rule)) {
          tool.disableRule(rule.getId());
        }
      }
      List<String> rareWords = List.copyOf(WordNetWords.read());
      for (SpellingCheckRule speller : tool.getAllSpellingCheckRules()) {
        speller.addIgnoreTokens(rareWords);
      }
      tool.check("This sentence makes it load what it loads late."); // while the limits are raised
      return tool;
    } catch (IOException e) {
      throw new FailedException("LanguageTool does not start: %s".formatted(e.getMessage()), e);
    } finally {
      for (int i = 0; i < before.size(); i++) {
        if (before.get(i).isEmpty()) {
          System.clearProperty(XML_LIMITS.get(i));
        } else {
          System.setProperty(XML_LIMITS.get(i), before.get(i));
        }
      }
    }
  }
}

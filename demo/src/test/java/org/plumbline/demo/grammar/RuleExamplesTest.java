package org.plumbline.demo.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.data.Preference;
import org.plumbline.core.error.FailedException;
import org.plumbline.demo.grammar.RuleExample.Correct;
import org.plumbline.demo.grammar.RuleExample.Corrected;

class RuleExamplesTest {
  @Test
  void theFirstCorrectionReplacesTheMarkedWords() throws IOException {
    assertEquals(
        List.of(
            new Corrected("G", "I has an & apple.", "I have an & apple."),
            new Correct("G", "I have it."),
            new Correct("R", "All is well.")),
        parse(
            "",
            """
            <rulegroup id="G"><rule>
              <example correction="have|had">I <marker>has</marker> an &amp; apple.</example>
              <example>I <marker>have</marker> it.</example>
              <example correction="">I <marker>has</marker> no correction.</example>
              <example correction="same">The <marker>same</marker> again.</example>
              <example type="incorrect">He <marker>go</marker>.</example>
            </rule></rulegroup>
            <rule id="R"><example>All is
              well.</example></rule>
            """));
  }

  @Test
  void theFilesOwnEntitiesAreExpanded() throws IOException {
    assertEquals(
        List.of(new Correct("R", "Say hello.")),
        parse(
            "<!DOCTYPE rules [<!ENTITY greeting 'hello'>]>",
            "<rule id=\"R\"><example>Say &greeting;.</example></rule>"));
  }

  @Test
  void anEntityOutsideTheFileIsRefused(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
    var failure =
        assertThrows(
            FailedException.class,
            () ->
                parse(
                    "<!DOCTYPE rules [<!ENTITY leak SYSTEM '%s'>]>".formatted(secret.toUri()),
                    "<rule id=\"R\"><example>Say &leak;.</example></rule>"));
    assertTrue(failure.getMessage().contains("entity"), failure.getMessage());
  }

  @Test
  void anEntityBombIsRefused() {
    var doctype = new StringBuilder("<!DOCTYPE rules [<!ENTITY e0 '0123456789'>");
    for (int i = 1; i <= 9; i++) {
      doctype.append("<!ENTITY e%d '%s'>".formatted(i, "&e%d;".formatted(i - 1).repeat(10)));
    }
    assertThrows(
        FailedException.class,
        () -> parse(doctype + "]>", "<rule id=\"R\"><example>&e9;</example></rule>"));
  }

  @Test
  void noRuleAndNoTextIsOnBothSidesOfTheSplit() {
    List<RuleExample> examples = RuleExamples.read();
    List<Preference> train = GrammarPreferences.train(examples);
    List<Preference> test = GrammarPreferences.test(examples);
    assertTrue(train.size() > 7500 && train.size() < 8500, "train pairs: " + train.size());
    assertTrue(test.size() > 1000 && test.size() < 1600, "test pairs: " + test.size());

    Set<String> trainRules = train.stream().map(Preference::group).collect(Collectors.toSet());
    Set<String> trainTexts = texts(train);
    for (Preference pair : test) {
      assertFalse(trainRules.contains(pair.group()), pair.group());
      assertFalse(trainTexts.contains(pair.chosen()), pair.chosen());
      assertFalse(trainTexts.contains(pair.rejected()), pair.rejected());
    }
  }

  @Test
  void everyPairDiffersAndNothingIsEmpty() {
    GrammarPreferences.train()
        .forEach(
            pair -> {
              assertFalse(pair.chosen().isEmpty() || pair.rejected().isEmpty(), pair.group());
              assertFalse(pair.group().isEmpty(), pair.chosen());
              assertFalse(pair.chosen().equals(pair.rejected()), pair.chosen());
            });
  }

  private static Set<String> texts(List<Preference> pairs) {
    var texts = new HashSet<String>();
    for (Preference pair : pairs) {
      texts.add(pair.chosen());
      texts.add(pair.rejected());
    }
    return texts;
  }

  private static List<RuleExample> parse(String doctype, String rules) throws IOException {
    String xml = "<?xml version=\"1.0\"?>" + doctype + "<rules>" + rules + "</rules>";
    return RuleExamples.parse(
        new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "test.xml");
  }
}

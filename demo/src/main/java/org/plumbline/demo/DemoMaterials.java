package org.plumbline.demo;

import java.util.List;
import org.plumbline.core.material.Material;
import org.plumbline.core.material.MaterialProvider;
import org.plumbline.demo.corpus.Corpus;
import org.plumbline.demo.corpus.CorpusPrompts;
import org.plumbline.demo.grammar.GrammarPreferences;

/**
 * The models, data and gold rewards of the demo, each read at run time from the jar that it is
 * published in.
 */
public final class DemoMaterials implements MaterialProvider {
  private static final String WORDNET_AND_LANGUAGETOOL =
      "WordNet 3.1 (WordNet licence) and LanguageTool 6.4's example sentences (LGPL 2.1 or later)";

  @Override
  public List<Material> materials() {
    return List.of(
        new Material.Texts(
            "corpus-train",
            "English sentences to pretrain on, from " + WORDNET_AND_LANGUAGETOOL + ".",
            () -> Corpus.read().train()),
        new Material.Texts(
            "corpus-heldout",
            "Two per cent of the synonym sets and rules, to measure perplexity on, from "
                + WORDNET_AND_LANGUAGETOOL
                + ".",
            () -> Corpus.read().heldOut()),
        new Material.Prompts(
            "prompts-train",
            "Beginnings of sentences of corpus-train, from " + WORDNET_AND_LANGUAGETOOL + ".",
            () -> new CorpusPrompts(Corpus.read()).train()),
        new Material.Prompts(
            "prompts-test",
            "Beginnings of sentences that are not in corpus-train, from "
                + WORDNET_AND_LANGUAGETOOL
                + ".",
            () -> new CorpusPrompts(Corpus.read()).test()),
        new Material.Preferences(
            "grammar-preferences-train",
            "Faulty sentences and their corrections, 85 % of LanguageTool 6.4's English rules (LGPL 2.1 or later).",
            GrammarPreferences::train),
        new Material.Preferences(
            "grammar-preferences-test",
            "Faulty sentences and their corrections of the other 15 % of the rules (LGPL 2.1 or later).",
            GrammarPreferences::test));
  }
}

package org.plumbline.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.plumbline.core.material.Material;
import org.plumbline.core.material.MaterialProvider;
import org.plumbline.core.score.Scorer;
import org.plumbline.demo.corpus.Corpus;
import org.plumbline.demo.corpus.CorpusPrompts;
import org.plumbline.demo.corpus.DegeneratePreferences;
import org.plumbline.demo.grammar.GrammarGold;
import org.plumbline.demo.grammar.GrammarPreferences;

/**
 * The models, data and gold rewards of the demo, each read at run time from the jar that it is
 * published in.
 */
public final class DemoMaterials implements MaterialProvider {
  private static final String SOURCES =
      "WordNet 3.1 (WordNet licence) and LanguageTool 6.4's examples (LGPL 2.1 or later)";

  /** One for the whole process: starting it takes seconds, and both views share what it knows. */
  private static final class SharedGold {
    private static final GrammarGold GOLD =
        new GrammarGold(Runtime.getRuntime().availableProcessors());
  }

  @Override
  public List<Material> materials() {
    var all = new ArrayList<Material>();
    all.add(DemoModels.miniLm());
    all.add(DemoModels.e5Small());
    all.add(DemoModels.bgeSmallZh());
    all.add(DemoModels.goldE5());
    DemoModels.policy().ifPresent(all::add);
    all.addAll(texts());
    all.addAll(preferences());
    all.addAll(golds());
    return List.copyOf(all);
  }

  private static List<Material> texts() {
    return List.of(
        new Material.Texts(
            "corpus-train",
            "English sentences to pretrain on, from " + SOURCES + ".",
            () -> Corpus.read().train()),
        new Material.Texts(
            "corpus-heldout",
            "Two per cent of the synonym sets and rules, for perplexity, from " + SOURCES + ".",
            () -> Corpus.read().heldOut()),
        new Material.Prompts(
            "prompts-train",
            "Beginnings of sentences of corpus-train, from " + SOURCES + ".",
            CorpusPrompts::train),
        new Material.Prompts(
            "prompts-test",
            "Beginnings of sentences that corpus-train has not, from " + SOURCES + ".",
            CorpusPrompts::test));
  }

  private static List<Material> preferences() {
    return List.of(
        new Material.Preferences(
            "grammar-preferences-train",
            "Faulty sentences and their corrections, from 85 % of LanguageTool 6.4's English rules"
                + " (LGPL 2.1 or later).",
            GrammarPreferences::train),
        new Material.Preferences(
            "grammar-preferences-test",
            "Faulty sentences and their corrections, from the other 15 % of the rules (LGPL 2.1 or"
                + " later).",
            GrammarPreferences::test),
        new Material.Preferences(
            "degenerate-preferences-train",
            "Sentences of corpus-train, and the same ones spoilt: repeated, shuffled, cut short; from "
                + SOURCES
                + ".",
            DegeneratePreferences::train),
        new Material.Preferences(
            "degenerate-preferences-test",
            "The same of sentences that corpus-train has not, from " + SOURCES + ".",
            DegeneratePreferences::test));
  }

  private static List<Material> golds() {
    return List.of(
        new Material.Gold(
            "languagetool-faultless",
            "1 if LanguageTool 6.4 (LGPL 2.1 or later) finds no fault in the text, else 0.",
            () -> started(GrammarGold::faultless)),
        new Material.Gold(
            "languagetool-faults",
            "Minus the faults that LanguageTool 6.4 (LGPL 2.1 or later) finds in 100 words.",
            () -> started(GrammarGold::fewFaults)));
  }

  private static Scorer started(Function<GrammarGold, Scorer> view) {
    SharedGold.GOLD.start();
    return view.apply(SharedGold.GOLD);
  }
}

package org.plumbline.distill.segment;

import com.hankcs.hanlp.HanLP;
import com.hankcs.hanlp.dictionary.DynamicCustomDictionary;
import com.hankcs.hanlp.seg.Segment;
import com.hankcs.hanlp.seg.common.Term;
import java.util.List;
import org.plumbline.core.metric.Segmenter;

/** Words by HanLP's standard segmenter with the dictionaries of its portable form. */
public final class HanLp implements Segmenter {
  private final Segment segmenter;
  private final TermList terms;

  private HanLp(Segment segmenter, TermList terms) {
    this.segmenter = segmenter;
    this.terms = terms;
  }

  /** A segmenter that keeps these terms together besides knowing its own words. */
  public static HanLp with(TermList terms) {
    Segment segmenter = HanLP.newSegment().enableOffset(true).enablePartOfSpeechTagging(false);
    if (!terms.frequencies().isEmpty()) {
      DynamicCustomDictionary own = new DynamicCustomDictionary();
      terms.frequencies().forEach((term, often) -> own.insert(term, "nz " + often));
      segmenter.enableCustomDictionary(own).enableCustomDictionaryForcing(true);
    }
    return new HanLp(segmenter, terms);
  }

  @Override
  public String label() {
    return "hanlp portable-1.8.4";
  }

  @Override
  public String dictionary() {
    return "its portable dictionaries, terms: " + terms.source();
  }

  @Override
  public synchronized List<String> of(String text) {
    WordBoundaries boundaries = new WordBoundaries(text);
    for (Term term : segmenter.seg(text)) {
      boundaries.word(term.offset, term.offset + term.word.length());
    }
    return boundaries.words();
  }
}

package org.plumbline.distill.segment;

import com.huaban.analysis.jieba.JiebaSegmenter;
import com.huaban.analysis.jieba.SegToken;
import com.huaban.analysis.jieba.WordDictionary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.metric.Segmenter;

/**
 * Words by jieba-analysis, a port of jieba whose words are not always those of the Python library.
 *
 * <p>Its dictionary is one for the whole process and takes two seconds to load, of which it tells
 * on standard output; a second list of terms is therefore refused.
 */
public final class Jieba implements Segmenter {
  private static @Nullable TermList loaded;

  private final JiebaSegmenter segmenter;
  private final TermList terms;

  private Jieba(TermList terms) {
    this.segmenter = new JiebaSegmenter();
    this.terms = terms;
  }

  /**
   * A segmenter that knows these terms besides its own words.
   *
   * @throws InvalidInputException if this process has one with other terms already
   */
  public static synchronized Jieba with(TermList terms) {
    if (loaded != null && !loaded.equals(terms)) {
      throw new InvalidInputException(
          "jieba knows one list of terms in a process: it has %s, so %s cannot be added; use another process, or hanlp"
              .formatted(loaded.source(), terms.source()));
    }
    if (loaded == null && !terms.frequencies().isEmpty()) {
      load(terms);
    }
    loaded = terms;
    return new Jieba(terms);
  }

  /** It reads lines of a term and its frequency from a file alone. */
  private static void load(TermList terms) {
    List<String> lines = new ArrayList<>();
    terms.frequencies().forEach((term, often) -> lines.add(term + " " + often));
    try {
      Path file = Files.createTempFile("terms", ".txt");
      try {
        Files.write(file, lines);
        WordDictionary.getInstance().loadUserDict(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String label() {
    return "jieba-analysis 1.0.2";
  }

  @Override
  public String dictionary() {
    return "its dict.txt, terms: " + terms.source();
  }

  @Override
  public synchronized List<String> of(String text) {
    WordBoundaries boundaries = new WordBoundaries(text);
    for (SegToken token : segmenter.process(text, JiebaSegmenter.SegMode.SEARCH)) {
      boundaries.word(token.startOffset, token.endOffset);
    }
    return boundaries.words();
  }
}

package org.plumbline.distill.dedup;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.plumbline.distill.dedup.Duplicate.Method;

/** Resemblance by character n-grams: found by MinHash, verified by Jaccard similarity. */
final class NearShingles implements NearTexts {
  private final List<FoldedText> texts;
  private final Deduplication.Options options;
  private final BandIndex index;
  private final Shingles[] kept;
  private int last = -1;
  private Shingles shingles = new Shingles(new long[0]);
  private long[] signature = new long[0];

  NearShingles(List<FoldedText> texts, Deduplication.Options options) {
    this.texts = texts;
    this.options = options;
    this.kept = new Shingles[texts.size()];
    this.index = new BandIndex(Banding.of(MinHash.PERMUTATIONS, options.similarity()));
  }

  @Override
  public Method method() {
    return Method.MINHASH;
  }

  @Override
  public Optional<Found> nearest(int text, IntPredicate mayResemble) {
    see(text);
    return shingles.isEmpty()
        ? Optional.empty()
        : Found.best(
            index.sharing(signature).filter(mayResemble),
            other -> shingles.jaccard(kept[other]),
            options.similarity());
  }

  @Override
  public void keep(int text) {
    see(text);
    if (!shingles.isEmpty()) {
      index.add(text, signature);
      kept[text] = shingles;
    }
  }

  /** The signature of the text in hand is needed twice. */
  private void see(int text) {
    if (text != last) {
      last = text;
      shingles = Shingles.of(texts.get(text).text(), options.ngram());
      signature = shingles.isEmpty() ? new long[0] : MinHash.signature(shingles);
    }
  }
}

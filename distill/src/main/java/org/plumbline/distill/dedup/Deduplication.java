package org.plumbline.distill.dedup;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.plumbline.core.options.Option;
import org.plumbline.distill.dedup.Duplicate.Method;
import org.plumbline.distill.dedup.Duplicate.Reason;

/**
 * Leaves one of each group of texts that say the same.
 *
 * <p>Candidates are taken in the order of rank and id, whatever their order is when they come in.
 * One is kept unless it resembles one that is kept already: so no text goes for the sake of another
 * that goes too, each duplicate is verified against the kept one itself, and a chain of small steps
 * never joins what is unlike. The kept ones that are worth a comparison are found by bands of
 * signatures, so that time grows with the number of candidates, not with its square.
 */
public final class Deduplication {

  /**
   * When two texts are duplicates.
   *
   * @param ngram characters in an n-gram; shorter texts are compared by exact match alone
   * @param similarity Jaccard similarity of n-grams from which they are
   */
  public record Options(
      @Option("characters in compared n-grams; shorter texts only exactly") int ngram,
      @Option("Jaccard similarity of n-grams of duplicates") double similarity) {
    /** Trigrams, so that both Chinese and English questions have enough of them. */
    public static final Options DEFAULT = new Options(3, 0.8);

    public Options {
      require(ngram >= 1 && ngram <= 20, "ngram must be 1 to 20 (got %d); 3 is usual", ngram);
      require(
          similarity >= 0.1 && similarity <= 1,
          "similarity must be 0.1 to 1 (got %s); 0.8 is usual",
          similarity);
    }
  }

  /**
   * Embeddings by which texts are compared, too.
   *
   * @param cosine from which texts are duplicates
   */
  public record ByEmbedding(TextEmbedding model, double cosine) {
    public ByEmbedding {
      requireCosine(cosine);
    }

    /** Refuses thresholds that would join everything or nothing. */
    public static void requireCosine(double cosine) {
      require(
          cosine >= 0.1 && cosine <= 1, "cosine must be 0.1 to 1 (got %s); 0.95 is usual", cosine);
    }
  }

  private final List<Candidate> candidates;
  private final List<NearTexts> measures;
  private final Map<String, Fate> fates = new HashMap<>();
  private final List<String> kept = new ArrayList<>();
  private final List<Duplicate> duplicates = new ArrayList<>();

  /** What became of the first text that folded so: the kept one that it is or that it resembles. */
  private record Fate(int kept, Method method, double similarity) {}

  private Deduplication(List<Candidate> candidates, List<NearTexts> measures) {
    this.candidates = candidates;
    this.measures = measures;
  }

  /**
   * By exact match and n-grams.
   *
   * @throws org.plumbline.core.error.InvalidInputException if an id occurs twice or a rank is NaN
   */
  public static Deduplicated of(Collection<Candidate> candidates, Options options) {
    return of(candidates, options, Optional.empty());
  }

  /**
   * By exact match, n-grams and, if given, embeddings; of these, all different texts are embedded.
   */
  public static Deduplicated of(
      Collection<Candidate> candidates, Options options, Optional<ByEmbedding> embedding) {
    List<Candidate> ordered = ordered(candidates);
    List<FoldedText> folded = ordered.stream().map(text -> FoldedText.of(text.text())).toList();
    List<NearTexts> measures = new ArrayList<>();
    measures.add(new NearShingles(folded, options));
    embedding.ifPresent(
        by -> measures.add(NearEmbeddings.of(ordered, folded, by.model(), by.cosine())));
    Deduplication run = new Deduplication(ordered, measures);
    for (int text = 0; text < ordered.size(); text++) {
      run.decide(text, folded);
    }
    return new Deduplicated(run.kept, run.duplicates);
  }

  private static List<Candidate> ordered(Collection<Candidate> candidates) {
    Set<String> ids = new HashSet<>();
    for (Candidate candidate : candidates) {
      require(
          ids.add(candidate.id()),
          "each text needs an id of its own; '%s' occurs twice",
          candidate.id());
      require(
          !Double.isNaN(candidate.rank()), "a rank must be a number; '%s' has NaN", candidate.id());
    }
    return candidates.stream()
        .sorted(Comparator.comparingDouble(Candidate::rank).thenComparing(Candidate::id))
        .toList();
  }

  private void decide(int text, List<FoldedText> folded) {
    Fate fate = fates.get(folded.get(text).text());
    if (fate == null) {
      fate = fate(text, folded);
      boolean stays = fate.kept() == text;
      // The next text that folds so equals this one, or resembles what this one resembles.
      fates.put(folded.get(text).text(), stays ? new Fate(text, Method.EXACT, 1) : fate);
      if (stays) {
        kept.add(candidates.get(text).id());
        return;
      }
    }
    Candidate dropped = candidates.get(text);
    Candidate other = candidates.get(fate.kept());
    duplicates.add(
        new Duplicate(
            dropped.id(),
            other.id(),
            fate.method(),
            fate.similarity(),
            other.rank() < dropped.rank() ? Reason.RANK : Reason.FIRST_ID));
  }

  private Fate fate(int text, List<FoldedText> folded) {
    for (NearTexts measure : measures) {
      Optional<NearTexts.Found> nearest =
          measure.nearest(
              text, other -> folded.get(other).marks().equals(folded.get(text).marks()));
      if (nearest.isPresent()) {
        return new Fate(nearest.get().text(), measure.method(), nearest.get().similarity());
      }
    }
    measures.forEach(measure -> measure.keep(text));
    return new Fate(text, Method.EXACT, 1);
  }
}

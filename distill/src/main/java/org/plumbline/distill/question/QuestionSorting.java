package org.plumbline.distill.question;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plumbline.distill.dedup.Candidate;
import org.plumbline.distill.dedup.Deduplication;
import org.plumbline.distill.dedup.Duplicate;
import org.plumbline.distill.question.SeedPool.Example;
import org.plumbline.distill.text.CourseVocabulary;

/**
 * Which of a round's questions are kept: those that are about the course, and are neither a seed's
 * nor an earlier question's nor each other's duplicates.
 */
final class QuestionSorting {
  static final String SCOPE = "scope";

  private final CourseVocabulary vocabulary;
  private final QuestionOptions options;
  private final Optional<Deduplication.ByEmbedding> embedding;
  private final List<Candidate> earlier = new ArrayList<>();
  private int round;

  /** Both in the order in which the questions were written. */
  record Sorted(List<Question> kept, List<DroppedQuestion> dropped) {}

  QuestionSorting(
      SeedPool pool,
      CourseVocabulary vocabulary,
      QuestionOptions options,
      Optional<Deduplication.ByEmbedding> embedding) {
    this.vocabulary = vocabulary;
    this.options = options;
    this.embedding = embedding;
    for (Example seed : pool.all()) {
      earlier.add(new Candidate(seed.id(), seed.question(), -1));
    }
  }

  /** Sorts the questions of the next round. */
  Sorted sort(List<Question> written) {
    List<DroppedQuestion> dropped = new ArrayList<>();
    List<Question> inScope = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Question question : written) {
      double share = vocabulary.share(question.question());
      if (share < options.scope()) {
        dropped.add(drop(question, SCOPE, share, null));
      } else if (ids.add(question.id())) {
        inScope.add(question);
      }
    }
    Map<String, Duplicate> duplicates = duplicates(inScope);
    List<Question> kept = new ArrayList<>();
    for (Question question : inScope) {
      Duplicate duplicate = duplicates.get(question.id());
      if (duplicate == null) {
        kept.add(question);
        earlier.add(new Candidate(question.id(), question.question(), round));
      } else {
        String method = duplicate.method().name().toLowerCase(Locale.ROOT);
        dropped.add(drop(question, method, duplicate.similarity(), duplicate.kept()));
      }
    }
    round++;
    return new Sorted(kept, dropped);
  }

  private Map<String, Duplicate> duplicates(List<Question> questions) {
    List<Candidate> all = new ArrayList<>(earlier);
    questions.forEach(q -> all.add(new Candidate(q.id(), q.question(), round)));
    Map<String, Duplicate> duplicates = new HashMap<>();
    Deduplication.of(all, options.duplicates(), embedding)
        .duplicates()
        .forEach(duplicate -> duplicates.put(duplicate.id(), duplicate));
    return duplicates;
  }

  private static DroppedQuestion drop(
      Question question, String reason, double value, @Nullable String kept) {
    return new DroppedQuestion(
        question.id(),
        question.question(),
        question.round(),
        question.teacher(),
        reason,
        value,
        kept);
  }
}

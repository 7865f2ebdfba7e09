package org.plumbline.distill.build;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.plumbline.distill.answer.Answer;
import org.plumbline.distill.question.Question;

/** Answers joined with their questions, by id and never by place. */
final class DistilledPairs {
  private final Map<String, Question> questions = new LinkedHashMap<>();
  private final Map<String, Double> scores;
  private final ItemKeys keys;
  private final Consumer<Dropped> dropped;

  /**
   * @param scores grades by the id of an answer
   * @param dropped is told of what finds no partner
   */
  DistilledPairs(
      Iterable<Question> questions,
      Map<String, Double> scores,
      ItemKeys keys,
      Consumer<Dropped> dropped) {
    questions.forEach(question -> this.questions.put(question.id(), question));
    this.scores = scores;
    this.keys = keys;
    this.dropped = dropped;
  }

  List<CorpusItem> join(Iterable<Answer> answers) {
    List<CorpusItem> items = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Set<String> answered = new HashSet<>();
    for (Answer answer : answers) {
      Question question = questions.get(answer.questionId());
      if (question == null) {
        dropped.accept(lost(answer.id(), answer.question(), "no question"));
      } else if (seen.add(answer.id())) {
        answered.add(question.id());
        items.add(item(question, answer));
      } else {
        dropped.accept(lost(answer.id(), answer.question(), "the same row twice"));
      }
    }
    for (Question question : questions.values()) {
      if (!answered.contains(question.id())) {
        dropped.accept(lost(question.id(), question.question(), "no answer"));
      }
    }
    return items;
  }

  private CorpusItem item(Question question, Answer answer) {
    @Nullable Double score = scores.get(answer.id());
    return new CorpusItem(
        answer.id(),
        question.question(),
        answer.answer(),
        question.language(),
        new Provenance(
            Provenance.DISTILLED,
            null,
            question.book(),
            question.chapter(),
            question.paragraph(),
            question.round(),
            question.id(),
            question.teacher(),
            question.call(),
            question.prompt(),
            answer.teacher(),
            answer.call(),
            answer.prompt(),
            answer.role(),
            score),
        keys.of(question.book(), question.chapter()));
  }

  private static Dropped lost(String id, String question, String reason) {
    return new Dropped(id, question, "join", reason, null, null, null);
  }
}

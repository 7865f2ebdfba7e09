package org.plumbline.distill.answer;

import java.util.List;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.question.Question;

/** Which teachers answer a question. */
public enum Assignment {
  /** Every teacher. */
  ALL,
  /** The one that wrote it; every teacher if that one is not here. */
  OWN,
  /** One of them, drawn by the question's id: equal shares, and the same ones in every run. */
  ONE;

  List<ChatModel> of(Question question, List<ChatModel> teachers, Seeds seeds) {
    return switch (this) {
      case ALL -> teachers;
      case OWN -> {
        List<ChatModel> own =
            teachers.stream().filter(t -> t.id().equals(question.teacher())).toList();
        yield own.isEmpty() ? teachers : own;
      }
      case ONE -> {
        int drawn = seeds.child(question.id()).stream("teacher").nextInt(teachers.size());
        yield List.of(teachers.get(drawn));
      }
    };
  }
}

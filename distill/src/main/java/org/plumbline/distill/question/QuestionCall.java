package org.plumbline.distill.question;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.text.Script;

/** A call for a list of questions, and what all of its questions have in common. */
record QuestionCall(ChatModel teacher, ChatRequest request, Source source, String prompt) {

  /**
   * What is asked about.
   *
   * @param name in failures: the paragraph, or the chapter and number of the set
   * @param paragraph null for a set of questions
   */
  record Source(
      String name,
      String book,
      String chapter,
      @Nullable String paragraph,
      String language,
      int round,
      List<String> examples) {}

  /** The call with what came back. */
  record Answered(QuestionCall call, ChatOutcome outcome) {

    /** The list in it, if there is one: whole, or cut. */
    Optional<QuestionList> list() {
      Optional<QuestionList> list =
          switch (outcome) {
            case ChatOutcome.Answered a -> Optional.of(QuestionList.parse(a.text(), false));
            case ChatOutcome.Truncated t -> Optional.of(QuestionList.parse(t.text(), true));
            case ChatOutcome.Filtered f -> Optional.empty();
            case ChatOutcome.Refused r -> Optional.empty();
            case ChatOutcome.Malformed m -> Optional.empty();
            case ChatOutcome.Failed f -> Optional.empty();
          };
      return list.filter(found -> !found.questions().isEmpty());
    }

    /** As rows; what a teacher wrote twice is there once. */
    List<Question> rows(QuestionList list) {
      List<Question> rows = new ArrayList<>();
      String key = outcome.receipt().request();
      Source source = call.source;
      for (String text : new LinkedHashSet<>(list.questions())) {
        rows.add(
            new Question(
                Question.id(key, text),
                text,
                Script.of(text),
                source.book,
                source.chapter,
                source.paragraph,
                source.round,
                call.teacher.id(),
                key,
                call.prompt,
                source.examples));
      }
      return rows;
    }
  }

  Answered ask() {
    return new Answered(this, teacher.ask(request, 0));
  }
}

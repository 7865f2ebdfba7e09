package org.plumbline.distill.question;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.question.SeedPool.Example;

/**
 * The calls of a round that makes new questions from those of the round before.
 *
 * <p>Every question of the round before stands in one prompt as a content example. A prompt's
 * content examples are of one chapter (and teacher, and language): what comes of them belongs to
 * that chapter, and the corpus can still be split by chapters.
 */
final class ResamplingCalls {
  private final List<ChatModel> teachers;
  private final SeedPool pool;
  private final QuestionPrompts prompts;
  private final QuestionOptions options;
  private final Seeds seeds;

  ResamplingCalls(
      List<ChatModel> teachers,
      SeedPool pool,
      QuestionPrompts prompts,
      QuestionOptions options,
      Seeds seeds) {
    this.teachers = teachers;
    this.pool = pool;
    this.prompts = prompts;
    this.options = options;
    this.seeds = seeds;
  }

  List<QuestionCall> of(List<Question> before, int round) {
    List<QuestionCall> calls = new ArrayList<>();
    for (ChatModel teacher : teachers) {
      topics(before, teacher)
          .forEach((topic, questions) -> add(calls, teacher, topic, questions, round));
    }
    return calls;
  }

  private static Map<String, List<Question>> topics(List<Question> questions, ChatModel teacher) {
    Map<String, List<Question>> topics = new TreeMap<>();
    for (Question question : questions) {
      if (question.teacher().equals(teacher.id())) {
        String topic = String.join("\0", question.book(), question.chapter(), question.language());
        topics.computeIfAbsent(topic, t -> new ArrayList<>()).add(question);
      }
    }
    return topics;
  }

  private void add(
      List<QuestionCall> calls,
      ChatModel teacher,
      String topic,
      List<Question> questions,
      int round) {
    Seeds chance = seeds.child(teacher.id()).child("round", round).child(topic);
    List<Question> shuffled = Draw.without(questions, questions.size(), chance.stream("content"));
    int size = options.resampling().contentExamples();
    for (int start = 0; start < shuffled.size(); start += size) {
      List<Question> set = shuffled.subList(start, Math.min(start + size, shuffled.size()));
      calls.add(call(teacher, set, round, start / size, chance.child("set", start / size)));
    }
  }

  private QuestionCall call(
      ChatModel teacher, List<Question> set, int round, int number, Seeds chance) {
    Question first = set.getFirst();
    List<Example> styles =
        pool.draw(options.resampling().styleExamples(), first.language(), chance.stream("styles"));
    QuestionPrompts.Filled prompt =
        prompts.resampled(
            set.stream().map(Question::question).toList(),
            styles,
            first.language(),
            set.size(),
            chance);
    List<String> examples = new ArrayList<>();
    set.forEach(question -> examples.add(question.id()));
    styles.forEach(style -> examples.add(style.id()));
    return new QuestionCall(
        teacher,
        new ChatRequest(
            prompt.turns(), ChatSampling.at(options.temperature(), options.maxTokens())),
        new QuestionCall.Source(
            "%s, %s, set %d".formatted(first.book(), first.chapter(), number + 1),
            first.book(),
            first.chapter(),
            null,
            first.language(),
            round,
            examples),
        prompt.template());
  }
}

package org.plumbline.distill.question;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.corpus.Chapters;
import org.plumbline.distill.corpus.Paragraph;
import org.plumbline.distill.dedup.Deduplication;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.llm.InOrder;
import org.plumbline.distill.step.CallFailure;
import org.plumbline.distill.step.CallLog;
import org.plumbline.distill.step.Work;
import org.plumbline.distill.text.CourseVocabulary;

/**
 * Questions about a textbook: first from its paragraphs, then in rounds from the questions of the
 * round before (CourseGPT-zh, section 3.1).
 *
 * <p>What stands in a call follows from inputs, seed, and answers of calls that are complete by
 * then, never from who answers first. Run again, it asks the same; what a cache has kept costs
 * nothing.
 */
public final class QuestionRun {
  private final Work work;
  private final SeedPool pool;
  private final QuestionPrompts prompts;
  private final QuestionOptions options;
  private final Seeds seeds;
  private final CallLog log;
  private final Optional<Deduplication.ByEmbedding> embedding;
  private final Map<String, RoundCount> counts = new TreeMap<>();

  /**
   * @param pool examples that people wrote
   * @param seeds of the choice of examples and of the marks around material
   * @param log is told of every call, and ends the run if too many fail
   * @param embedding by which duplicates are found, too
   */
  public QuestionRun(
      Work work,
      SeedPool pool,
      QuestionPrompts prompts,
      QuestionOptions options,
      Seeds seeds,
      CallLog log,
      Optional<Deduplication.ByEmbedding> embedding) {
    this.work = work;
    this.pool = pool;
    this.prompts = prompts;
    this.options = options;
    this.seeds = seeds;
    this.log = log;
    this.embedding = embedding;
  }

  /**
   * Asks all teachers about all paragraphs, then in rounds.
   *
   * @return what each round of each teacher came to
   * @throws org.plumbline.core.error.FailedException if too many calls fail
   * @throws org.plumbline.core.error.InterruptedRunException if the user wants to stop
   */
  public List<RoundCount> run(List<Paragraph> paragraphs, QuestionSink sink) {
    CourseVocabulary vocabulary =
        new CourseVocabulary(paragraphs.stream().map(Paragraph::text).toList());
    QuestionSorting sorting = new QuestionSorting(pool, vocabulary, options, embedding);
    List<Question> kept = sort(sorting, 0, fromParagraphs(paragraphs, sink), sink);
    ResamplingCalls resampling =
        new ResamplingCalls(work.teachers(), pool, prompts, options, seeds);
    for (int round = 1; round <= options.resampling().rounds(); round++) {
      List<QuestionCall> calls = resampling.of(kept, round);
      List<Question> written = new ArrayList<>();
      ask(calls.iterator(), work.waiting(), round, sink, (call, rows) -> written.addAll(rows));
      kept = sort(sorting, round, written, sink);
    }
    log.finish();
    return List.copyOf(counts.values());
  }

  private List<Question> fromParagraphs(List<Paragraph> paragraphs, QuestionSink sink) {
    ParagraphCalls calls = paragraphCalls(paragraphs);
    List<Question> written = new ArrayList<>();
    ask(
        calls,
        Math.min(work.waiting(), calls.mostUnderWay()),
        0,
        sink,
        (call, rows) -> {
          calls.generated(call, rows);
          written.addAll(rows);
        });
    return written;
  }

  /** The calls of the first round, as they would be made; for an estimate of what they take. */
  ParagraphCalls paragraphCalls(List<Paragraph> paragraphs) {
    return new ParagraphCalls(
        paragraphs, new Chapters(paragraphs), work.teachers(), pool, prompts, options, seeds);
  }

  private void ask(
      Iterator<QuestionCall> calls,
      int waiting,
      int round,
      QuestionSink sink,
      BiConsumer<Integer, List<Question>> rows) {
    for (ChatModel teacher : work.teachers()) {
      counts.put(key(round, teacher.id()), RoundCount.none(round, teacher.id()));
    }
    AtomicInteger number = new AtomicInteger();
    new InOrder(waiting, work.stopped())
        .run(
            calls,
            QuestionCall::ask,
            answered -> rows.accept(number.getAndIncrement(), take(answered, sink)));
  }

  private List<Question> take(QuestionCall.Answered answered, QuestionSink sink) {
    ChatOutcome outcome = answered.outcome();
    QuestionCall.Source source = answered.call().source();
    String key = key(source.round(), answered.call().teacher().id());
    Optional<QuestionList> list = answered.list();
    work.called().accept(outcome);
    if (list.isEmpty()) {
      counts.computeIfPresent(key, (k, count) -> count.withFailure());
      sink.failed(failure(source, outcome));
      log.add(outcome, false);
      return List.of();
    }
    List<Question> rows = answered.rows(list.get());
    boolean cut = outcome instanceof ChatOutcome.Truncated;
    counts.computeIfPresent(
        key, (k, count) -> count.withList(list.get().leftOut(), rows.size(), cut));
    log.add(outcome, true);
    return rows;
  }

  private static CallFailure failure(QuestionCall.Source source, ChatOutcome outcome) {
    return outcome instanceof ChatOutcome.Answered answer
        ? CallFailure.unreadable(
            source.name(), source.round(), answer, "it holds no list of questions")
        : CallFailure.of(source.name(), source.round(), outcome);
  }

  private List<Question> sort(
      QuestionSorting sorting, int round, List<Question> written, QuestionSink sink) {
    QuestionSorting.Sorted sorted = sorting.sort(written);
    sorted.kept().forEach(sink::kept);
    sorted.dropped().forEach(sink::dropped);
    sorted.kept().forEach(q -> count(round, q.teacher(), 0, 0, 1));
    for (DroppedQuestion dropped : sorted.dropped()) {
      boolean outside = dropped.reason().equals(QuestionSorting.SCOPE);
      count(round, dropped.teacher(), outside ? 1 : 0, outside ? 0 : 1, 0);
    }
    return sorted.kept();
  }

  private void count(int round, String teacher, int outside, int duplicates, int kept) {
    counts.computeIfPresent(
        key(round, teacher), (k, count) -> count.sorted(outside, duplicates, kept));
  }

  private static String key(int round, String teacher) {
    return "%06d %s".formatted(round, teacher);
  }
}

package org.plumbline.distill.question;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.corpus.Chapters;
import org.plumbline.distill.corpus.Paragraph;
import org.plumbline.distill.llm.TokenEstimate;
import org.plumbline.distill.question.SeedPool.Example;
import org.plumbline.distill.step.CallEstimate;

/**
 * What a run will take, before anything is asked: the prompts of the first round with seeds in the
 * place of generated examples, and rounds as if each question that is demanded came and were kept,
 * so rather too much.
 */
public final class QuestionEstimate {
  private final SeedPool pool;
  private final QuestionPrompts prompts;
  private final QuestionOptions options;
  private final Seeds seeds;

  private QuestionEstimate(
      SeedPool pool, QuestionPrompts prompts, QuestionOptions options, Seeds seeds) {
    this.pool = pool;
    this.prompts = prompts;
    this.options = options;
    this.seeds = seeds;
  }

  /** Of each teacher. */
  public static CallEstimate of(
      List<Paragraph> paragraphs,
      SeedPool pool,
      QuestionPrompts prompts,
      QuestionOptions options,
      Seeds seeds) {
    QuestionEstimate estimate = new QuestionEstimate(pool, prompts, options, seeds);
    return estimate.rounds(paragraphs, estimate.first(paragraphs));
  }

  private CallEstimate first(List<Paragraph> paragraphs) {
    long tokens = 0;
    int examples = options.paragraphs().seedExamples() + options.paragraphs().generatedExamples();
    for (Paragraph paragraph : paragraphs) {
      String language = ParagraphCalls.languageOf(paragraph);
      Seeds chance = seeds.child(paragraph.id());
      tokens +=
          tokens(
              prompts.aboutParagraph(
                  paragraph.text(),
                  language,
                  options.paragraphs().count(paragraph.text()),
                  pool.draw(examples, language, chance.stream("estimate")),
                  chance));
    }
    return new CallEstimate(paragraphs.size(), tokens);
  }

  private CallEstimate rounds(List<Paragraph> paragraphs, CallEstimate first) {
    Chapters chapters = new Chapters(paragraphs);
    Map<String, Integer> demanded = new HashMap<>();
    for (Paragraph paragraph : paragraphs) {
      Chapters.Chapter chapter = chapters.of(paragraph);
      demanded.merge(
          String.join(
              "\0", paragraph.book(), chapter.title(), ParagraphCalls.languageOf(paragraph)),
          options.paragraphs().count(paragraph.text()),
          Integer::sum);
    }
    CallEstimate all = first;
    for (Map.Entry<String, Integer> topic : demanded.entrySet()) {
      long calls = Math.ceilDiv(topic.getValue(), options.resampling().contentExamples());
      String language = topic.getKey().substring(topic.getKey().lastIndexOf('\0') + 1);
      all =
          all.plus(
              calls * options.resampling().rounds(),
              calls * options.resampling().rounds() * resampled(language));
    }
    return all;
  }

  /** Tokens of a prompt of a round; its content examples are as long as a seed. */
  private long resampled(String language) {
    List<Example> drawn = pool.draw(1, language, seeds.stream("estimate"));
    String typical = drawn.isEmpty() ? "" : drawn.getFirst().question();
    return tokens(
        prompts.resampled(
            Collections.nCopies(options.resampling().contentExamples(), typical),
            pool.draw(options.resampling().styleExamples(), language, seeds.stream("estimate")),
            language,
            options.resampling().contentExamples(),
            seeds));
  }

  private long tokens(QuestionPrompts.Filled prompt) {
    return TokenEstimate.prompt(
        new ChatRequest(prompt.turns(), ChatSampling.greedy(options.maxTokens())));
  }
}

package org.plumbline.distill.question;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.corpus.Chapters;
import org.plumbline.distill.corpus.Paragraph;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.question.SeedPool.Example;

/**
 * The calls about paragraphs, in their order, each paragraph to every teacher.
 *
 * <p>The examples of a call are seeds and questions that the same teacher generated in the waves
 * before the last one. Calls are made up as they are begun: with at most a wave under way, those
 * waves are complete by then, so the same call has the same examples whoever answers first.
 */
final class ParagraphCalls implements Iterator<QuestionCall> {
  private final List<Paragraph> paragraphs;
  private final Chapters chapters;
  private final List<ChatModel> teachers;
  private final SeedPool pool;
  private final QuestionPrompts prompts;
  private final QuestionOptions options;
  private final Seeds seeds;
  private final Map<String, Generated> generated = new HashMap<>();
  private int begun;

  /**
   * What one teacher generated in one language.
   *
   * @param upTo how many there were when each wave was complete
   */
  private record Generated(List<Example> examples, List<Integer> upTo) {
    Generated() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    /** Those of the waves before this one. */
    List<Example> before(int wave) {
      int waves = Math.min(wave, upTo.size());
      return waves <= 0 ? List.of() : examples.subList(0, upTo.get(waves - 1));
    }

    /** Notes one of a wave, and that the waves before are complete. */
    void add(int wave, Example example) {
      closeBefore(wave);
      examples.add(example);
    }

    void closeBefore(int wave) {
      while (upTo.size() < wave) {
        upTo.add(examples.size());
      }
    }
  }

  ParagraphCalls(
      List<Paragraph> paragraphs,
      Chapters chapters,
      List<ChatModel> teachers,
      SeedPool pool,
      QuestionPrompts prompts,
      QuestionOptions options,
      Seeds seeds) {
    this.paragraphs = paragraphs;
    this.chapters = chapters;
    this.teachers = teachers;
    this.pool = pool;
    this.prompts = prompts;
    this.options = options;
    this.seeds = seeds;
  }

  /** Most calls under way so that the waves before the last are complete. */
  int mostUnderWay() {
    return options.paragraphs().wave() * teachers.size();
  }

  int total() {
    return paragraphs.size() * teachers.size();
  }

  @Override
  public boolean hasNext() {
    return begun < total();
  }

  @Override
  public QuestionCall next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int place = begun / teachers.size();
    ChatModel teacher = teachers.get(begun % teachers.size());
    begun++;
    return call(paragraphs.get(place), wave(place), teacher);
  }

  /** Notes what came back; called in the order of the calls. */
  void generated(int call, List<Question> questions) {
    int wave = wave(call / teachers.size());
    for (Question question : questions) {
      store(question.teacher(), question.language())
          .add(wave, new Example(question.id(), question.question(), question.language()));
    }
    if ((call + 1) % mostUnderWay() == 0) {
      generated.values().forEach(store -> store.closeBefore(wave + 1));
    }
  }

  private int wave(int place) {
    return place / options.paragraphs().wave();
  }

  private Generated store(String teacher, String language) {
    return generated.computeIfAbsent(teacher + '\0' + language, key -> new Generated());
  }

  private QuestionCall call(Paragraph paragraph, int wave, ChatModel teacher) {
    Seeds chance = seeds.child(teacher.id()).child(paragraph.id());
    String language = languageOf(paragraph);
    List<Example> examples =
        examples(store(teacher.id(), language).before(wave - 1), language, chance);
    QuestionPrompts.Filled prompt =
        prompts.aboutParagraph(
            paragraph.text(),
            language,
            options.paragraphs().count(paragraph.text()),
            examples,
            chance);
    return new QuestionCall(
        teacher,
        new ChatRequest(
            prompt.turns(), ChatSampling.at(options.temperature(), options.maxTokens())),
        new QuestionCall.Source(
            paragraph.id(),
            paragraph.book(),
            chapters.of(paragraph).title(),
            paragraph.id(),
            language,
            0,
            examples.stream().map(Example::id).toList()),
        prompt.template());
  }

  /** Generated ones, seeds in the place of those that are not there yet, and mixed. */
  private List<Example> examples(List<Example> earlier, String language, Seeds chance) {
    SplittableRandom random = chance.stream("examples");
    List<Example> drawn =
        new ArrayList<>(Draw.without(earlier, options.paragraphs().generatedExamples(), random));
    int wanted = options.paragraphs().seedExamples() + options.paragraphs().generatedExamples();
    drawn.addAll(pool.draw(wanted - drawn.size(), language, random));
    return Draw.without(drawn, drawn.size(), random);
  }

  static String languageOf(Paragraph paragraph) {
    return switch (paragraph.language()) {
      case ZH, MIXED -> "zh";
      case EN -> "en";
      case OTHER -> "other";
    };
  }
}

package org.plumbline.distill.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.judge.Judgement.ParseFailed;
import org.plumbline.distill.judge.Judgement.Scored;
import org.plumbline.distill.judge.Judgement.Unanswered;
import org.plumbline.distill.llm.CallReceipt;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.template.Fence;
import org.plumbline.distill.template.PromptTemplate;
import org.plumbline.distill.template.Purpose;

/**
 * A model that grades answers beside a reference: AlignBench (Liu et al. 2023) with the dimensions
 * of CourseGPT-zh, section 4.1.
 *
 * <p>The judge explains before it grades. A reply that cannot be read is asked for once more; after
 * that the grade is missing. May be called from many threads.
 */
public final class Judge implements Grader {
  private final ReplyRepair model;
  private final JudgeOptions options;
  private final Rubric rubric;
  private final PromptTemplate template;
  private final Seeds seeds;

  /**
   * With a prompt of its own.
   *
   * @param seeds where the marks around the material come from
   */
  public Judge(
      ChatModel model, JudgeOptions options, Rubric rubric, PromptTemplate template, Seeds seeds) {
    this.model = new ReplyRepair(model, options.language());
    this.options = options;
    this.rubric = rubric;
    this.template = template;
    this.seeds = seeds.child("judge");
  }

  /** Of answers, with the included prompt. */
  public static Judge ofAnswers(ChatModel model, JudgeOptions options, Seeds seeds) {
    return ofAnswers(
        model, options, PromptTemplate.included(Purpose.JUDGE, options.language()), seeds);
  }

  /** Of answers, with a prompt of {@link Purpose#JUDGE}. */
  public static Judge ofAnswers(
      ChatModel model, JudgeOptions options, PromptTemplate prompt, Seeds seeds) {
    return new Judge(model, options, Rubric.ofAnswers(options.scale()), prompt, seeds);
  }

  /** Of questions, whose reference is the paragraph that they are about. */
  public static Judge ofQuestions(ChatModel model, JudgeOptions options, Seeds seeds) {
    return new Judge(
        model,
        options,
        Rubric.ofQuestions(options.scale()),
        PromptTemplate.included(Purpose.QUESTION_JUDGE, options.language()),
        seeds);
  }

  /** What is graded. */
  public Rubric rubric() {
    return rubric;
  }

  /** Calls that an answer takes if every reply can be read. */
  @Override
  public int calls() {
    return options.repeats()
        * switch (options.calls()) {
          case JOINT -> 1;
          case SEPARATE -> rubric.dimensions().size();
        };
  }

  /**
   * Grades an answer.
   *
   * @throws org.plumbline.core.error.FailedException if further questions are useless
   */
  @Override
  public Grading grade(JudgedAnswer answer) {
    List<Judgement> judgements = new ArrayList<>();
    for (int sample = 0; sample < options.repeats(); sample++) {
      judgements.add(
          switch (options.calls()) {
            case JOINT -> ask(answer, rubric, sample);
            case SEPARATE -> separately(answer, sample);
          });
    }
    return new Grading(answer, judgements);
  }

  private Judgement separately(JudgedAnswer answer, int sample) {
    Map<String, Double> grades = new LinkedHashMap<>();
    List<CallReceipt> receipts = new ArrayList<>();
    StringBuilder reasoning = new StringBuilder();
    boolean repaired = false;
    for (Dimension dimension : rubric.dimensions()) {
      Judgement judgement = ask(answer, rubric.only(dimension), sample);
      receipts.addAll(judgement.receipts());
      switch (judgement) {
        case Scored scored -> {
          grades.put(dimension.key(), scored.scores().dimensions().get(dimension.key()));
          reasoning.append(dimension.names().get(options.language())).append(": ");
          reasoning.append(scored.scores().reasoning()).append('\n');
          repaired |= scored.repaired();
        }
        case ParseFailed failed -> {
          return new ParseFailed(failed.raw(), failed.problem(), receipts);
        }
        case Unanswered unanswered -> {
          return new Unanswered(unanswered.kind(), receipts);
        }
      }
    }
    double mean = grades.values().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    return new Scored(new Scores(grades, mean, reasoning.toString().strip()), repaired, receipts);
  }

  private Judgement ask(JudgedAnswer answer, Rubric asked, int sample) {
    ScoreParser parser = new ScoreParser(asked);
    ReplyRepair.Read<Scores> read =
        model.ask(
            request(answer, asked),
            form(asked),
            sample,
            reply ->
                switch (parser.read(reply, answer.material())) {
                  case ScoreParser.Complete complete -> ReplyRepair.Reading.of(complete.scores());
                  case ScoreParser.Unreadable bad -> ReplyRepair.Reading.problem(bad.problem());
                });
    return switch (read) {
      case ReplyRepair.Value<Scores> value ->
          new Scored(value.value(), value.repaired(), value.receipts());
      case ReplyRepair.Unreadable<Scores> bad ->
          new ParseFailed(bad.raw(), bad.problem(), bad.receipts());
      case ReplyRepair.NoReply<Scores> none -> new Unanswered(none.kind(), none.receipts());
    };
  }

  /** What a judge is asked about an answer. */
  ChatRequest request(JudgedAnswer answer, Rubric asked) {
    Fence fence = Fence.around(answer.material(), seeds.child(answer.id()));
    String reference = answer.reference().isEmpty() ? none() : fence.enclose(answer.reference());
    Map<String, String> values =
        Map.of(
            "dimensions", asked.definitions(options.language()),
            "bands", asked.bands(options.language()),
            "low", String.valueOf(asked.scale().low()),
            "high", String.valueOf(asked.scale().high()),
            "mark", fence.mark(),
            "question", fence.enclose(answer.question()),
            "reference", reference,
            "answer", fence.enclose(answer.answer()),
            "form", form(asked));
    ObjectNode schema = asked.schema();
    return new ChatRequest(template.fill(values), options.sampling()).withSchema(schema);
  }

  private String none() {
    return options.language().equals("zh") ? "（无）" : "(none)";
  }

  private String form(Rubric asked) {
    return options.language().equals("zh")
        ? asked.form("你的解释", "<分数>")
        : asked.form("your explanation", "<grade>");
  }
}

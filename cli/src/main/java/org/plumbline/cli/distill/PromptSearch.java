package org.plumbline.cli.distill;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.plumbline.cli.distill.OptimizationPage.JudgeQuality;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Progress;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.data.JsonLinesWriter;
import org.plumbline.core.data.Prompt;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.distill.budget.SpendingReceipt;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.InOrder;
import org.plumbline.distill.optimize.CallPlan;
import org.plumbline.distill.optimize.Candidate;
import org.plumbline.distill.optimize.Optimization;
import org.plumbline.distill.optimize.OptimizerOptions;
import org.plumbline.distill.optimize.Parts;
import org.plumbline.distill.optimize.PromptOptimizer;
import org.plumbline.distill.optimize.PromptTask;
import org.plumbline.distill.optimize.Stop;

/** A search for a prompt of any task, as a command: run, written down and summed up. */
public final class PromptSearch {
  /** Items that are worked on at once; how many are asked at a time is each endpoint's limit. */
  private static final int AT_ONCE = 128;

  /** Length of prompts and judgements that the writer is shown, about, in tokens. */
  private static final long WRITER_PROMPT = 1500;

  private final CommandContext context;
  private final Teachers teachers;
  private final InOrder order;

  /**
   * What is searched, by whom.
   *
   * @param starting prompts of a person, the first of which is what the result is compared with
   * @param writer model that writes prompts
   * @param file name of the file for the best prompt
   * @param written what stands in it, made of the best prompt
   * @param notes whatever a reader must know before the result means anything
   */
  public record Search<I>(
      PromptTask<I> task,
      Parts<I> parts,
      List<String> starting,
      ChatModel writer,
      OptimizerOptions options,
      String file,
      UnaryOperator<String> written,
      List<String> notes) {

    /** Calls that it takes at most. */
    public CallPlan plan() {
      return CallPlan.of(starting.size(), parts.sizes(), task.calls(), options);
    }
  }

  /** A prompt on the items that the search never saw; null if no item has a score. */
  public record HeldOutScore(String prompt, JudgeFacts.@Nullable Mean score, int missing) {
    static HeldOutScore of(Optimization.Measured measured) {
      return new HeldOutScore(
          measured.prompt(),
          measured.score().map(JudgeFacts.Mean::of).orElse(null),
          measured.missing());
    }
  }

  /**
   * What came out.
   *
   * @param judge how far the judge can be trusted; null if no model judged answers
   */
  public record Outcome(
      String bestPrompt,
      String best,
      String stop,
      String stopMessage,
      double searchScore,
      List<HeldOutScore> heldOut,
      List<String> comparisons,
      @Nullable JudgeFacts judge,
      long plannedCalls,
      SpendingReceipt receipt,
      String report) {}

  /** A search of a command. */
  public PromptSearch(CommandContext context, Teachers teachers) {
    this.context = context;
    this.teachers = teachers;
    this.order = new InOrder(AT_ONCE, context.stop()::stopRequested);
  }

  /** The calls of this search and of whatever else the command asks about. */
  public InOrder order() {
    return order;
  }

  /** The prompts of a file, or the included ones. */
  public static List<String> starting(
      String file, CommandContext context, Supplier<List<String>> included) {
    if (file.isEmpty()) {
      return included.get();
    }
    require(Files.exists(Path.of(file)), "there is no '%s'", file);
    return context.sources().prompts(file, RowOptions.DEFAULT).stream().map(Prompt::text).toList();
  }

  /** The plan with what the search will try and ask. */
  public static Plan plan(Plan plan, Parts.Sizes sizes, CallPlan calls, long probe) {
    return plan.with(
            "items",
            "%d to search, %d to select, %d held out",
            sizes.search(),
            sizes.selection(),
            sizes.heldOut())
        .with("prompts", "at most %d", calls.prompts())
        .with("calls", "%s", sentence(calls, probe));
  }

  /** What the writer of prompts is asked for, of which a plan tells the cost. */
  public static Teachers.Asked writer(
      String named, String teacher, CallPlan calls, SearchOptions options) {
    return new Teachers.Asked(
        named.isEmpty() ? teacher : named,
        "prompts",
        calls.writer(),
        WRITER_PROMPT,
        options.writerTokens());
  }

  /** All calls, part by part. */
  private static String sentence(CallPlan plan, long probe) {
    return "at most %,d calls: %sstarting prompts %,d, rounds %,d, selection %,d, held out %,d; and one more for each reply that cannot be read"
        .formatted(
            plan.total() + probe,
            probe == 0 ? "" : "probe %,d, ".formatted(probe),
            plan.start(),
            plan.search(),
            plan.selection(),
            plan.heldOut());
  }

  /** One teacher, whose prompt it is. */
  public static void requireOneTeacher(TeacherOptions options) {
    require(
        options.teacher().size() == 1,
        "a prompt is optimised for one teacher (got %d); run the command once for each",
        options.teacher().size());
  }

  /** Tells how many calls there will be, those of a probe too, before the first is made. */
  public void announce(CallPlan plan, long probe) {
    context.console().say("%s", sentence(plan, probe));
  }

  /** Searches, writes and tells; the judge's quality is asked for when all is done. */
  public <I> Result run(Search<I> search, Supplier<Optional<JudgeQuality>> quality) {
    Progress progress =
        context.progress("optimize", search.plan().total() / search.task().calls(), "items");
    Optimization found =
        new PromptOptimizer<>(
                search.task(),
                search.parts(),
                search.writer(),
                search.options(),
                order,
                progress::at,
                context.seeds())
            .run(search.starting());
    OptimizationPage page =
        new OptimizationPage(
            found, quality.get(), teachers.receipt(), search.task().scoring("en"), search.notes());
    return written(search, page);
  }

  private Result written(Search<?> search, OptimizationPage page) {
    Optimization found = page.found();
    Path folder = context.run().path();
    Path file = folder.resolve(search.file());
    try {
      DurableFiles.write(file, search.written().apply(found.best().text()));
    } catch (IOException e) {
      throw DurableFiles.failure("write '%s'".formatted(file), "Make room and try again", e);
    }
    writePrompts(folder.resolve("prompts.jsonl"), found);
    page.page().write(context.run().report());
    List<String> lines = new ArrayList<>(page.headline());
    lines.add(page.receipt().text());
    lines.add("best prompt: " + file);
    lines.add("report: " + context.run().report());
    if (found.stop().reason() == Stop.Reason.NO_FURTHER_CALLS
        || found.stop().reason() == Stop.Reason.FAILURES) {
      // An unfinished search is no result: the same command with --resume goes on from the cache.
      throw new FailedException(
          "the search ended early: %s The best prompt until then is in '%s', with a report; mend the cause and run the same command with --resume, which pays nothing twice"
              .formatted(ended(found.stop().message()), folder));
    }
    Outcome outcome =
        new Outcome(
            file.toString(),
            found.best().id(),
            found.stop().reason().name().toLowerCase(Locale.ROOT),
            found.stop().message(),
            found.best().score().orElseThrow(),
            found.heldOut().stream().map(HeldOutScore::of).toList(),
            found.comparisons().stream().map(c -> c.verdict().sentence()).toList(),
            page.quality()
                .map(
                    quality ->
                        JudgeFacts.of(
                            quality.parsing(),
                            Optional.of(quality.probe()),
                            quality.length(),
                            Optional.empty()))
                .orElse(null),
            found.plan().total(),
            page.receipt(),
            context.run().report().toString());
    return new Result(outcome, String.join("\n", lines));
  }

  private static String ended(String sentence) {
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }

  private static void writePrompts(Path file, Optimization found) {
    try (JsonLinesWriter rows = JsonLinesWriter.create(file)) {
      for (Candidate candidate : found.candidates()) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", candidate.id());
        row.put("made_by", candidate.origin().name().toLowerCase(Locale.ROOT));
        row.put("iteration", candidate.iteration());
        row.put("parents", candidate.parents());
        row.put("prompt", candidate.text());
        candidate.score().ifPresent(score -> row.put("score", score));
        candidate.graded().ifPresent(grade -> row.put("judge", grade));
        candidate.penalty().ifPresent(penalty -> row.put("penalty", penalty));
        candidate.lengthRatio().stream()
            .filter(Double::isFinite)
            .forEach(ratio -> row.put("length_ratio", ratio));
        row.put("items_scored", candidate.scored().size());
        row.put("items", candidate.evaluations().size());
        row.put("calls", candidate.spending().calls());
        row.put("prompt_tokens", candidate.spending().promptTokens());
        row.put("completion_tokens", candidate.spending().completionTokens());
        row.put("cost", candidate.spending().cost());
        rows.write(row);
      }
      rows.finish();
    }
  }
}

package org.plumbline.distill.optimize;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.InOrder;
import org.plumbline.distill.optimize.Candidate.Origin;
import org.plumbline.distill.optimize.Optimization.Compared;
import org.plumbline.distill.optimize.Optimization.Measured;
import org.plumbline.distill.optimize.Optimization.Refused;
import org.plumbline.distill.optimize.Optimization.Round;

/**
 * The search for a better prompt: CourseGPT-zh, section 4.2.
 *
 * <p>The best prompts of all that were tried are reflected on, one child each, and resampled, as
 * many again; the new ones are scored on the same items, and so on. No prompt is scored twice on an
 * item, and the best of all is never lost. What the paper leaves open and we choose: the best are
 * those of all rounds, and the end is decided on items that the search never saw.
 *
 * <p>There is no other state than the answers of the models: with a cache behind them, the same
 * search run again goes the same way without a call.
 */
public final class PromptOptimizer<I> {
  /** Fewer failures than this say nothing about a rate. */
  private static final int FEWEST_EVALUATIONS = 20;

  private final PromptTask<I> task;
  private final Parts<I> parts;
  private final OptimizerOptions options;
  private final PromptWriter writer;
  private final InOrder order;
  private final SearchListener listener;
  private final Seeds seeds;
  private final Ranking ranking;

  private final Map<String, Candidate> candidates = new LinkedHashMap<>();
  private final List<Refused> refused = new ArrayList<>();
  private final List<Round> rounds = new ArrayList<>();
  private Spending writing = Spending.NONE;
  private Spending elsewhere = Spending.NONE;
  private long done;

  /**
   * A search.
   *
   * @param writer the model that writes prompts
   * @param order how many items are worked on at once
   */
  public PromptOptimizer(
      PromptTask<I> task,
      Parts<I> parts,
      ChatModel writer,
      OptimizerOptions options,
      InOrder order,
      SearchListener listener,
      Seeds seeds) {
    this.task = task;
    this.parts = parts;
    this.options = options;
    this.order = order;
    this.listener = listener;
    this.seeds = seeds.child("optimize");
    this.writer =
        new PromptWriter(
            writer,
            options,
            task.description(options.language()),
            task.scoring(options.language()),
            this.seeds);
    this.ranking = new Ranking(parts.search().size(), options.leastCoverage());
  }

  /** Calls that it will make if every reply can be read and every prompt is new. */
  public CallPlan plan(List<String> starting) {
    return CallPlan.of(starting.size(), parts.sizes(), task.calls(), options);
  }

  /**
   * Searches.
   *
   * @param starting prompts of a person; the first is what the result is compared with
   * @throws org.plumbline.core.error.InvalidInputException if a starting prompt breaks a rule
   * @throws FailedException if no prompt could be scored
   */
  public Optimization run(List<String> starting) {
    PromptRules rules = rules(starting);
    Stop stop;
    try {
      score(added(Origin.START, 0, List.of(), starting), "starting prompts");
      note(0);
      stop = rounds(rules);
    } catch (TooManyFailures e) {
      stop = new Stop(Stop.Reason.FAILURES, e.getMessage());
    } catch (FailedException e) {
      stop = new Stop(Stop.Reason.NO_FURTHER_CALLS, e.getMessage());
    }
    return finish(starting, stop);
  }

  private Stop rounds(PromptRules rules) {
    for (int iteration = 1; iteration <= options.iterations(); iteration++) {
      List<Candidate> best = best();
      if (best.isEmpty()) {
        return new Stop(
            Stop.Reason.FAILURES,
            "No prompt has a score for %.0f %% of the items."
                .formatted(100 * options.leastCoverage()));
      }
      List<Candidate> children = children(best, iteration, rules);
      if (children.isEmpty()) {
        return new Stop(
            Stop.Reason.NO_NEW_PROMPTS,
            "Round %d brought no prompt that could be tried.".formatted(iteration));
      }
      score(children, "round %d of %d".formatted(iteration, options.iterations()));
      note(iteration);
    }
    return new Stop(
        Stop.Reason.FINISHED, "All %d rounds were made.".formatted(options.iterations()));
  }

  private PromptRules rules(List<String> starting) {
    require(!starting.isEmpty(), "a search needs at least one starting prompt (got none)");
    List<String> material = parts.all().flatMap(item -> task.texts(item).stream()).toList();
    PromptRules rules =
        new PromptRules(task.slots(), task.knownSlots(), options.longest(), material, starting);
    for (int i = 0; i < starting.size(); i++) {
      Optional<String> fault = rules.refuse(starting.get(i));
      require(
          fault.isEmpty(),
          "starting prompt %d cannot be tried: %s; mend it, or leave it out",
          i + 1,
          fault.orElse(""));
    }
    return rules;
  }

  private List<Candidate> best() {
    List<Candidate> ordered = ranking.order(List.copyOf(candidates.values()));
    return ordered.subList(0, Math.min(options.top(), ordered.size()));
  }

  private List<Candidate> children(List<Candidate> best, int iteration, PromptRules rules) {
    List<Candidate> children = new ArrayList<>();
    for (Candidate parent : best) {
      List<String> kept = new ArrayList<>();
      for (int attempt = 0; attempt < options.tries() && kept.isEmpty(); attempt++) {
        PromptWriter.Reply reply = writer.reflect(parent, iteration, attempt);
        keep(reply, Origin.REFLECTION, iteration, 1, rules, kept);
      }
      children.addAll(added(Origin.REFLECTION, iteration, List.of(parent), kept));
    }
    List<String> kept = new ArrayList<>();
    for (int attempt = 0; attempt < options.tries() && kept.size() < best.size(); attempt++) {
      int lacking = best.size() - kept.size();
      PromptWriter.Reply reply = writer.resample(best, kept, lacking, iteration, attempt);
      keep(reply, Origin.RESAMPLING, iteration, best.size(), rules, kept);
    }
    children.addAll(added(Origin.RESAMPLING, iteration, best, kept));
    return children;
  }

  private void keep(
      PromptWriter.Reply reply,
      Origin origin,
      int iteration,
      int most,
      PromptRules rules,
      List<String> kept) {
    writing = writing.plus(reply.spending());
    for (String prompt : reply.prompts()) {
      if (kept.size() == most) {
        return;
      }
      Optional<String> reason = rules.refuse(prompt);
      if (reason.isEmpty()) {
        kept.add(prompt);
      } else {
        refused.add(new Refused(iteration, origin, prompt, reason.get()));
      }
    }
  }

  private List<Candidate> added(
      Origin origin, int iteration, List<Candidate> parents, List<String> texts) {
    List<Candidate> added = new ArrayList<>();
    for (String text : texts) {
      Candidate candidate =
          new Candidate(
              "p" + (candidates.size() + 1),
              origin,
              iteration,
              parents.stream().map(Candidate::id).toList(),
              text,
              List.of());
      candidates.put(candidate.id(), candidate);
      added.add(candidate);
    }
    return added;
  }

  /** Scores prompts on the items of the search; what was scored before a failure is kept. */
  private void score(List<Candidate> prompts, String what) {
    Map<String, List<Evaluation>> known = new LinkedHashMap<>();
    try {
      evaluate(prompts, parts.search(), what, known);
    } finally {
      known.forEach((id, list) -> candidates.computeIfPresent(id, (k, c) -> c.with(list)));
    }
  }

  private record Trial<I>(Candidate prompt, I item) {}

  private record Tried(Candidate prompt, Evaluation evaluation) {}

  private void evaluate(
      List<Candidate> prompts, List<I> items, String what, Map<String, List<Evaluation>> known) {
    List<Trial<I>> trials = new ArrayList<>();
    prompts.forEach(prompt -> items.forEach(item -> trials.add(new Trial<>(prompt, item))));
    int[] failed = new int[2];
    order.run(
        trials.iterator(),
        trial -> new Tried(trial.prompt(), task.evaluate(trial.prompt().text(), trial.item())),
        tried -> {
          known
              .computeIfAbsent(tried.prompt().id(), id -> new ArrayList<>())
              .add(tried.evaluation());
          failed[0]++;
          failed[1] += tried.evaluation() instanceof Evaluation.Missing ? 1 : 0;
          requireFewFailures(failed[1], failed[0], tried.evaluation());
          listener.evaluated(++done, what);
        });
  }

  private void requireFewFailures(int failed, int tried, Evaluation last) {
    if (tried >= FEWEST_EVALUATIONS
        && failed > options.mostFailures() * tried
        && last instanceof Evaluation.Missing missing) {
      throw new TooManyFailures(
          "%d of %d items failed, the last one as '%s'; more than %.0f %% end the search."
              .formatted(failed, tried, missing.why(), 100 * options.mostFailures()));
    }
  }

  private void note(int iteration) {
    List<Candidate> ordered = best();
    List<Candidate> now =
        candidates.values().stream().filter(c -> c.iteration() == iteration).toList();
    if (!ordered.isEmpty()) {
      rounds.add(
          new Round(
              iteration,
              now.size(),
              ordered.getFirst().id(),
              ordered.getFirst().score().orElseThrow(),
              now.stream().flatMapToDouble(c -> c.score().stream()).average().orElse(Double.NaN),
              spending().calls()));
    }
  }

  private Optimization finish(List<String> starting, Stop stop) {
    List<Candidate> best = best();
    if (best.isEmpty()) {
      throw new FailedException(
          "no prompt could be scored. %s Look at the first failed answers, then run it again: what is answered is kept"
              .formatted(stop.message()));
    }
    List<Candidate> people =
        ranking.order(
            candidates.values().stream().filter(c -> c.origin() == Origin.START).toList());
    Candidate first = candidates.values().iterator().next();
    Candidate bestStart = people.isEmpty() ? first : people.getFirst();
    Map<String, List<Evaluation>> selected = new LinkedHashMap<>();
    Map<String, List<Evaluation>> heldOut = new LinkedHashMap<>();
    Candidate chosen = best.getFirst();
    Stop end = stop;
    try {
      if (!parts.selection().isEmpty()) {
        List<Candidate> finalists = distinct(best, List.of(bestStart));
        evaluate(finalists, parts.selection(), "selection", selected);
        chosen = select(finalists, selected).orElse(chosen);
      }
      List<Candidate> compared = distinct(List.of(chosen, first), List.of(bestStart));
      evaluate(compared, parts.heldOut(), "held-out items", heldOut);
    } catch (TooManyFailures e) {
      end = stopped(stop, Stop.Reason.FAILURES, e.getMessage());
    } catch (FailedException e) {
      end = stopped(stop, Stop.Reason.NO_FURTHER_CALLS, e.getMessage());
    } finally {
      List.of(selected, heldOut).forEach(this::count);
    }
    return new Optimization(
        List.copyOf(candidates.values()),
        refused,
        rounds,
        measured(selected),
        chosen,
        measured(heldOut),
        comparisons(chosen, first, bestStart, heldOut),
        end,
        plan(starting),
        spending());
  }

  /** The first reason for stopping is the one to tell. */
  private static Stop stopped(Stop before, Stop.Reason reason, String message) {
    return before.reason() == Stop.Reason.FINISHED ? new Stop(reason, message) : before;
  }

  private Optional<Candidate> select(
      List<Candidate> finalists, Map<String, List<Evaluation>> selected) {
    return new Ranking(parts.selection().size(), options.leastCoverage())
        .order(finalists.stream().map(c -> c.with(of(selected, c))).toList()).stream()
            .findFirst()
            .map(c -> finalists.stream().filter(f -> f.id().equals(c.id())).findFirst())
            .flatMap(found -> found);
  }

  private List<Compared> comparisons(
      Candidate chosen,
      Candidate first,
      Candidate bestStart,
      Map<String, List<Evaluation>> heldOut) {
    List<Compared> comparisons = new ArrayList<>();
    if (!chosen.id().equals(first.id())) {
      comparisons.add(
          HeldOut.compared(
              of(heldOut, chosen),
              first.id(),
              "the first starting prompt",
              of(heldOut, first),
              seeds));
    }
    if (!bestStart.id().equals(first.id()) && !bestStart.id().equals(chosen.id())) {
      comparisons.add(
          HeldOut.compared(
              of(heldOut, chosen),
              bestStart.id(),
              "the best starting prompt",
              of(heldOut, bestStart),
              seeds));
    }
    return comparisons;
  }

  private static List<Evaluation> of(Map<String, List<Evaluation>> known, Candidate candidate) {
    return known.getOrDefault(candidate.id(), List.of());
  }

  private static List<Measured> measured(Map<String, List<Evaluation>> known) {
    List<Measured> measured = new ArrayList<>();
    known.forEach((id, list) -> measured.add(HeldOut.measured(id, list)));
    return measured;
  }

  private static List<Candidate> distinct(List<Candidate> some, List<Candidate> more) {
    Set<Candidate> all = new LinkedHashSet<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  private void count(Map<String, List<Evaluation>> known) {
    known.values().forEach(list -> list.forEach(e -> elsewhere = elsewhere.plus(e.spending())));
  }

  private Spending spending() {
    return candidates.values().stream()
        .map(Candidate::spending)
        .reduce(Spending.NONE, Spending::plus)
        .plus(writing)
        .plus(elsewhere);
  }
}

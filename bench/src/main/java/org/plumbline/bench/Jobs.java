package org.plumbline.bench;

import static org.plumbline.core.error.Require.require;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.plumbline.core.error.Nearest;
import org.plumbline.lm.tensor.NativeRuntime;

/** The jobs by name; each does exactly what its description says, in fp32 unless it says so. */
public final class Jobs {
  private static final int REAL = 64;

  private record Entry(String description, int repeats, Function<Workload, Job> make) {}

  private static final Map<String, Entry> ALL = all();

  private Jobs() {}

  private static Map<String, Entry> all() {
    Map<String, Entry> jobs = new LinkedHashMap<>();
    jobs.put(
        "decode",
        new Entry(
            "16 sequences, one token each a step from a cache of 32, 32 steps of the network",
            4,
            work -> GenerationJob.steps(work.lm(), 16, 32)));
    jobs.put(
        "generate",
        new Entry(
            "16 prompts of 32 tokens, 64 new ones each, sampled at temperature 1, none ends early",
            3,
            work -> GenerationJob.endToEnd(work.lm(), 16, 64)));
    jobs.put(
        "generate-64",
        new Entry(
            "64 prompts of 32 tokens, 64 new ones each",
            3,
            work -> GenerationJob.endToEnd(work.lm(), 64, 64)));
    jobs.put(
        "generate-real",
        new Entry(
            "64 dialogues cut at 128 tokens, 16 to 96 new ones each, by its index; those counted",
            2,
            work -> GenerationJob.real(work.lm(), work.prompts(REAL, 128))));
    jobs.put(
        "train-small",
        new Entry(
            "full training step, AdamW, 2 sequences of 128 tokens",
            4,
            work -> TrainingJob.supervised(work.lm(), 2, 128)));
    jobs.put(
        "train",
        new Entry(
            "full training step, AdamW, 8 sequences of 128 tokens",
            4,
            work -> TrainingJob.supervised(work.lm(), 8, 128)));
    jobs.put(
        "lora",
        new Entry(
            "the same step with an adapter of rank 16 on q, k, v, o instead of all weights",
            4,
            work -> TrainingJob.lora(work.lm(), 8, 128)));
    jobs.put(
        "score",
        new Entry(
            "reward model forward, 64 sequences of 128 tokens",
            3,
            work -> new ScoringJob(work.lm(), Workload.tokens(64, 128), "sequences", 64)));
    jobs.put(
        "reward",
        new Entry("Bradley-Terry step, AdamW, 8 pairs of 128 tokens each side", 3, Jobs::reward));
    jobs.put(
        "score-real",
        new Entry(
            "the chosen texts of the first 64 preferences, cut at 512 tokens; real tokens counted",
            2,
            Jobs::scoreReal));
    jobs.put(
        "reward-real",
        new Entry(
            "Bradley-Terry steps over the first 16 preferences, 8 pairs a step, cut at 512 tokens",
            2,
            Jobs::rewardReal));
    jobs.put(
        "translate",
        new Entry(
            "a Marian (6 + 6 layers, 512 wide) reads 16 texts of 32 tokens, writes 64 for each",
            3,
            work -> TranslationJob.greedy(16)));
    jobs.put(
        "translate-beams",
        new Entry(
            "the same for one text, by beam search with 4 beams",
            3,
            work -> TranslationJob.beams(4)));
    jobs.put(
        "metrics",
        new Entry(
            "all metrics of 10,000 pairs: generated, or the texts' rejected against chosen",
            8,
            MetricsJob::scores));
    jobs.put(
        "metrics-intervals",
        new Entry(
            "2,000 resamples and 2,000 exchanges of two systems on them, all metrics",
            4,
            MetricsJob::intervals));
    games(jobs);
    calls(jobs);
    return jobs;
  }

  /** The ideal is calls x latency / at once: 12.5 s, and nothing but our own time. */
  private static void calls(Map<String, Entry> jobs) {
    jobs.put(
        "distill-calls",
        new Entry(
            "2,000 questions to a server of 200 ms, 32 at once, each answer kept; 12.5 s at best",
            2,
            work -> new CallsJob(2000, 200, 32)));
    jobs.put(
        "distill-rows",
        new Entry(
            "100,000 questions to a server that answers at once, each answer kept",
            1,
            work -> new CallsJob(100_000, 0, 32)));
  }

  /** Of the first five, the speed should be the same: the time is linear in both numbers. */
  private static void games(Map<String, Entry> jobs) {
    jobs.put("payments", payments(100, 100_000));
    jobs.put(
        "payments-loop",
        new Entry(
            "the same payments by a plain loop over arrays: two passes, the same exponentials",
            12,
            work -> PaymentJob.plainLoop(100, 100_000)));
    jobs.put(
        "payments-beside-loop",
        new Entry(
            "these two in turn; told is how many times as long as the loop the payments take",
            40,
            work ->
                new AlternatingJob(
                    PaymentJob.library(100, 100_000), PaymentJob.plainLoop(100, 100_000))));
    jobs.put("payments-25", payments(25, 100_000));
    jobs.put("payments-10k", payments(100, 10_000));
    jobs.put(
        "payments-sampled",
        new Entry(
            "payments of 4 groups with intervals, from the rewards of 512 samples of 8 prompts",
            12,
            work -> new SampledPaymentJob(4, 8, 64)));
    jobs.put(
        "audits",
        new Entry(
            "random games of 2 to 4 groups, 3 to 6 outcomes: lies about rewards, sizes and both",
            2,
            work -> new AuditJob(1000)));
  }

  private static Entry payments(int groups, int outcomes) {
    return new Entry(
        "all payments of %d groups x %,d outcomes under reverse KL, in fp64"
            .formatted(groups, outcomes),
        12,
        work -> PaymentJob.library(groups, outcomes));
  }

  /** Names and descriptions, in their order. */
  public static Map<String, String> descriptions() {
    Map<String, String> descriptions = new LinkedHashMap<>();
    ALL.forEach((name, entry) -> descriptions.put(name, entry.description()));
    return descriptions;
  }

  /**
   * Throws unless a job has this name.
   *
   * @throws org.plumbline.core.error.InvalidInputException with the nearest name
   */
  public static void requireKnown(String name) {
    require(
        ALL.containsKey(name), "no job is called '%s'; %s", name, Nearest.hint(name, ALL.keySet()));
  }

  /**
   * Measures one job.
   *
   * @throws org.plumbline.core.error.InvalidInputException if no job has this name, or it needs
   *     texts that are not there
   */
  public static Measurement measure(String name, Workload workload) {
    requireKnown(name);
    Entry entry = Objects.requireNonNull(ALL.get(name));
    try (Job job = entry.make().apply(workload)) {
      return Measurement.of(name, job, entry.repeats(), NativeRuntime.description());
    }
  }

  private static Job reward(Workload work) {
    List<int[]> tokens = Workload.tokens(16, 128);
    return TrainingJob.bradleyTerry(
        work.lm(), tokens.subList(0, 8), tokens.subList(8, 16), 8, "pairs", 8);
  }

  private static Job scoreReal(Workload work) {
    List<int[]> texts = work.real(REAL, true, 512);
    return new ScoringJob(work.lm(), texts, "tokens", tokens(texts));
  }

  private static Job rewardReal(Workload work) {
    List<int[]> chosen = work.real(16, true, 512);
    List<int[]> rejected = work.real(16, false, 512);
    long count = tokens(chosen) + tokens(rejected);
    return TrainingJob.bradleyTerry(work.lm(), chosen, rejected, 8, "tokens", count);
  }

  private static long tokens(List<int[]> texts) {
    return texts.stream().mapToLong(text -> text.length).sum();
  }
}

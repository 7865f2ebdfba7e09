package org.plumbline.demo.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.Require;
import org.plumbline.core.score.Scorer;

/**
 * A gold reward that no policy can flatter: LanguageTool's rules for American English.
 *
 * <p>It is no neural network, shares no weights and no labels with a reward model, and is what the
 * {@link GrammarPreferences} were written to illustrate. It says nothing about sense: a short or
 * empty text is faultless, so show length and repetition beside it.
 *
 * <p>Safe for use by several threads; each of them gets a checker of its own. The first checker
 * takes seconds to start, see {@link #start}.
 */
public final class GrammarGold {
  private static final int REMEMBERED_TEXTS = 50_000;

  private final int threads;
  private final AtomicReference<@Nullable FutureTask<GrammarChecker>> first =
      new AtomicReference<>();
  private final AtomicBoolean taken = new AtomicBoolean();
  private final ConcurrentLinkedQueue<GrammarChecker> idle = new ConcurrentLinkedQueue<>();
  private final Map<String, GrammarVerdict> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, GrammarVerdict> eldest) {
          return size() > REMEMBERED_TEXTS;
        }
      };

  /**
   * Makes a gold reward that has not loaded anything yet.
   *
   * @param threads how many texts are checked at once; at least 1
   */
  public GrammarGold(int threads) {
    Require.require(
        threads >= 1,
        "the grammar checker needs at least 1 thread (got %s); give the number of processors for most speed",
        threads);
    this.threads = threads;
  }

  /**
   * Loads the first checker on a thread of its own and returns at once, so that it costs no time
   * later.
   */
  public void start() {
    var loading = new FutureTask<>(GrammarChecker::new);
    if (first.compareAndSet(null, loading)) {
      Thread.ofPlatform().daemon().name("grammar-gold").start(loading);
    }
  }

  /** Checks texts as they are, in their order. */
  public List<GrammarVerdict> evaluate(List<String> texts) {
    List<String> unknown = texts.stream().distinct().filter(text -> known(text) == null).toList();
    Map<String, GrammarVerdict> fresh = new LinkedHashMap<>();
    List<GrammarVerdict> found =
        threads == 1 || unknown.size() < 2 ? check(unknown) : checkBeside(unknown);
    for (int i = 0; i < unknown.size(); i++) {
      fresh.put(unknown.get(i), found.get(i));
    }
    var verdicts = new ArrayList<GrammarVerdict>(texts.size());
    for (String text : texts) {
      GrammarVerdict verdict = fresh.containsKey(text) ? fresh.get(text) : known(text);
      // Another call may have pushed it out of memory since we looked.
      verdicts.add(verdict != null ? verdict : check(List.of(text)).getFirst());
    }
    synchronized (remembered) {
      remembered.putAll(fresh);
    }
    return verdicts;
  }

  /** 1 for a faultless text of prompt and completion together, else 0. */
  public Scorer faultless() {
    return exchanges -> scores(exchanges, verdict -> verdict.faultless() ? 1 : 0);
  }

  /** Minus the faults for each 100 words of prompt and completion together. */
  public Scorer fewFaults() {
    return exchanges -> scores(exchanges, verdict -> 0 - verdict.faultsPer100Words());
  }

  private double[] scores(List<Exchange> exchanges, ToDoubleFunction<GrammarVerdict> view) {
    return evaluate(exchanges.stream().map(Exchange::text).toList()).stream()
        .mapToDouble(view)
        .toArray();
  }

  private @Nullable GrammarVerdict known(String text) {
    synchronized (remembered) {
      return remembered.get(text);
    }
  }

  private List<GrammarVerdict> check(List<String> texts) {
    if (texts.isEmpty()) {
      return List.of();
    }
    GrammarChecker checker = checker();
    try {
      return texts.stream().map(checker::check).toList();
    } finally {
      idle.add(checker);
    }
  }

  private GrammarChecker checker() {
    GrammarChecker waiting = idle.poll();
    FutureTask<GrammarChecker> loading = first.get();
    if (waiting == null && loading != null && taken.compareAndSet(false, true)) {
      return result(loading);
    }
    return waiting != null ? waiting : new GrammarChecker();
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new FailedException("the grammar checker failed: %s".formatted(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException("the grammar check was interrupted; nothing was scored", e);
    }
  }

  /** Interleaved parts, so that a run of long texts does not fall to one thread. */
  private List<GrammarVerdict> checkBeside(List<String> texts) {
    int parts = Math.min(threads, texts.size());
    var verdicts = new GrammarVerdict[texts.size()];
    try (var executor =
        Executors.newFixedThreadPool(parts, Thread.ofPlatform().daemon().factory())) {
      var running = new ArrayList<Future<?>>();
      for (int part = 0; part < parts; part++) {
        int first = part;
        running.add(
            executor.submit(
                () -> {
                  var mine = new ArrayList<String>();
                  for (int i = first; i < texts.size(); i += parts) {
                    mine.add(texts.get(i));
                  }
                  List<GrammarVerdict> found = check(mine);
                  for (int i = 0; i < found.size(); i++) {
                    verdicts[first + i * parts] = found.get(i);
                  }
                }));
      }
      running.forEach(GrammarGold::result);
    }
    return List.of(verdicts);
  }
}

package org.plumbline.distill.kept;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InterruptedRunException;
import org.plumbline.core.error.PlumblineException;
import org.plumbline.distill.llm.CanonicalRequest;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.llm.InOrder;

/**
 * A model that is asked the same question's sample once: later answers come from the cache, and who
 * asks while another asks the same waits for that answer.
 */
public final class CachedModel implements ChatModel {
  private final ChatModel model;
  private final CallCache cache;
  private final Map<String, CompletableFuture<ChatOutcome>> open = new ConcurrentHashMap<>();

  /** The model, with its answers kept here. */
  public CachedModel(ChatModel model, CallCache cache) {
    this.model = model;
    this.cache = cache;
  }

  @Override
  public String id() {
    return model.id();
  }

  @Override
  public boolean severalAtOnce() {
    return model.severalAtOnce();
  }

  @Override
  public ChatOutcome ask(ChatRequest request, int sample) {
    Asking asking = new Asking(request, CanonicalRequest.of(id(), request), sample);
    asking.next(sample);
    asking.askClaimed();
    return asking.outcomes.getFirst();
  }

  @Override
  public List<ChatOutcome> askSeveral(ChatRequest request, int first, int count) {
    if (count > 1 && !model.severalAtOnce()) {
      // Each on its own, so that each is kept as soon as it comes.
      List<ChatOutcome> outcomes = new ArrayList<>();
      new InOrder(count, () -> false)
          .run(
              IntStream.range(first, first + count).iterator(),
              sample -> ask(request, sample),
              outcomes::add);
      return outcomes;
    }
    Asking asking = new Asking(request, CanonicalRequest.of(id(), request), first);
    for (int i = 0; i < count; i++) {
      asking.next(first + i);
    }
    asking.askClaimed();
    return asking.outcomes;
  }

  /** Goes through samples; those that it claims in a row are asked for together. */
  private final class Asking {
    private final ChatRequest request;
    private final CanonicalRequest canonical;
    private final int first;
    private final List<ChatOutcome> outcomes = new ArrayList<>();
    private final List<CompletableFuture<ChatOutcome>> claimed = new ArrayList<>();

    Asking(ChatRequest request, CanonicalRequest canonical, int first) {
      this.request = request;
      this.canonical = canonical;
      this.first = first;
    }

    void next(int sample) {
      CompletableFuture<ChatOutcome> mine = new CompletableFuture<>();
      CompletableFuture<ChatOutcome> other = open.putIfAbsent(canonical.key(sample), mine);
      if (other != null) {
        // Nobody may wait for us while we wait for somebody.
        askClaimed();
        outcomes.add(waited(other));
        return;
      }
      claimed.add(mine);
      Optional<ChatOutcome> kept;
      try {
        kept = cache.find(canonical, sample);
      } catch (PlumblineException e) {
        fail(e);
        throw e;
      }
      if (kept.isPresent()) {
        claimed.removeLast();
        complete(sample, mine, kept.get());
        askClaimed();
        outcomes.add(kept.get());
      }
    }

    void askClaimed() {
      if (claimed.isEmpty()) {
        return;
      }
      int from = first + outcomes.size();
      try {
        List<ChatOutcome> answers =
            claimed.size() == 1
                ? List.of(model.ask(request, from))
                : model.askSeveral(request, from, claimed.size());
        cache.keep(canonical, from, answers);
        for (int i = 0; i < claimed.size(); i++) {
          complete(from + i, claimed.get(i), answers.get(i));
        }
        outcomes.addAll(answers);
        claimed.clear();
      } catch (RuntimeException e) {
        fail(e);
        throw e;
      }
    }

    private void complete(int sample, CompletableFuture<ChatOutcome> mine, ChatOutcome outcome) {
      open.remove(canonical.key(sample), mine);
      mine.complete(outcome);
    }

    private void fail(RuntimeException cause) {
      int from = first + outcomes.size();
      for (int i = 0; i < claimed.size(); i++) {
        open.remove(canonical.key(from + i), claimed.get(i));
        claimed.get(i).completeExceptionally(cause);
      }
      claimed.clear();
    }

    private static ChatOutcome waited(CompletableFuture<ChatOutcome> other) {
      try {
        ChatOutcome outcome = other.get();
        return KeptOutcome.of(outcome).outcome(KeptOutcome.free(outcome.receipt()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedRunException("stopped; every answer that was paid is kept");
      } catch (ExecutionException e) {
        if (e.getCause() instanceof PlumblineException known) {
          throw known;
        }
        throw new FailedException("another asked the same and failed: " + e.getCause(), e);
      }
    }
  }
}

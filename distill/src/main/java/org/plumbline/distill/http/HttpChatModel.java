package org.plumbline.distill.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.chat.ChatListener;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.error.InterruptedRunException;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.http.Reading.Choice;
import org.plumbline.distill.http.Reading.Usage;
import org.plumbline.distill.llm.CallReceipt;
import org.plumbline.distill.llm.CanonicalRequest;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.llm.InOrder;
import org.plumbline.distill.llm.TokenEstimate;

/**
 * A model behind an OpenAI-compatible server: hosted services, vLLM, Ollama, llama.cpp's server.
 *
 * <p>Waits for its endpoint's limits, tries again what may pass, and gives what did not a type. A
 * key that is refused, a bill that is not paid and an address that is wrong end it: whoever asks
 * then, or waits, gets a {@link org.plumbline.core.error.FailedException}.
 */
public final class HttpChatModel implements ChatModel, AutoCloseable {
  private final Endpoint endpoint;
  private final Transport transport;
  private final AnswerReader reader;
  private final RateLimits limits;
  private final Waiting waiting;
  private final Undisturbed undisturbed = new Undisturbed();
  private final Seeds seeds;
  private final AtomicReference<SchemaForm> schemaForm;
  private final AtomicBoolean several;
  private final AtomicBoolean answeredOnce = new AtomicBoolean();

  /**
   * A model that is not asked yet.
   *
   * @param environment where the key is
   * @param seeds of the waits before another try
   * @throws org.plumbline.core.error.InvalidInputException if the key is not there
   */
  public static HttpChatModel open(
      Endpoint endpoint, Map<String, String> environment, Seeds seeds) {
    return new HttpChatModel(endpoint, ApiKey.of(endpoint, environment), seeds, Waiting.REAL);
  }

  HttpChatModel(Endpoint endpoint, Optional<ApiKey> key, Seeds seeds, Waiting waiting) {
    this.endpoint = endpoint;
    this.transport = new Transport(endpoint, key);
    this.reader = new AnswerReader(endpoint, key);
    this.limits = new RateLimits(endpoint.limits(), waiting);
    this.waiting = waiting;
    this.seeds = seeds;
    this.schemaForm =
        new AtomicReference<>(
            endpoint.supports().jsonSchema() ? SchemaForm.SCHEMA : SchemaForm.TEXT);
    this.several = new AtomicBoolean(endpoint.supports().n());
  }

  @Override
  public String id() {
    return endpoint.id();
  }

  @Override
  public ChatOutcome ask(ChatRequest request, int sample) {
    return question(request, sample, 1).ask().getFirst();
  }

  /**
   * Asks, and hears the answer while it is written.
   *
   * @param listener hears each piece as it comes, thoughts at the beginning among them; once it has
   *     heard one, nothing is tried again
   */
  public ChatOutcome stream(ChatRequest request, int sample, ChatListener listener) {
    Question question = question(request, sample, 1);
    question.listener = listener;
    return question.ask().getFirst();
  }

  @Override
  public boolean severalAtOnce() {
    return several.get();
  }

  @Override
  public List<ChatOutcome> askSeveral(ChatRequest request, int first, int count) {
    List<ChatOutcome> outcomes = new ArrayList<>();
    if (count > 1 && several.get()) {
      outcomes.addAll(question(request, first, count).ask());
      if (outcomes.size() < count && outcomes.getFirst() instanceof ChatOutcome.Answered) {
        // The server does not know n, or leaves it out of account.
        several.set(false);
      }
    }
    if (outcomes.size() < count) {
      new InOrder(count, () -> false)
          .run(
              IntStream.range(first + outcomes.size(), first + count).iterator(),
              sample -> ask(request, sample),
              outcomes::add);
    }
    return outcomes;
  }

  private Question question(ChatRequest request, int first, int count) {
    return new Question(request, CanonicalRequest.of(id(), request), first, count);
  }

  @Override
  public void close() {
    undisturbed.close();
    transport.close();
  }

  /** One question until it is answered or given up. */
  private final class Question {
    private final ChatRequest request;
    private final CanonicalRequest canonical;
    private final int first;
    private final int count;
    private final int promptEstimate;
    private final SplittableRandom random;
    private SchemaForm form = schemaForm.get();
    private @Nullable ChatListener listener;
    private int attempts;
    private int unanswered;
    private long millis;

    Question(ChatRequest request, CanonicalRequest canonical, int first, int count) {
      this.request = request;
      this.canonical = canonical;
      this.first = first;
      this.count = count;
      this.promptEstimate = TokenEstimate.prompt(request);
      this.random = seeds.child(canonical.hash(), first).stream("wait");
    }

    List<ChatOutcome> ask() {
      try {
        while (true) {
          Reading reading = attempt();
          Optional<List<ChatOutcome>> end = end(reading);
          if (end.isPresent()) {
            return end.get();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedRunException("stopped; every answer that was paid is kept");
      }
    }

    private Reading attempt() throws InterruptedException {
      int expected = promptEstimate + count * request.sampling().maxTokens();
      limits.enter(expected);
      int actual = promptEstimate;
      long start = waiting.nanos();
      attempts++;
      try {
        Reading reading = undisturbed.finish(this::exchange);
        actual = reading instanceof Reading.Answers(var c, Usage usage) ? total(usage) : actual;
        return reading;
      } catch (BrokenOffException e) {
        unanswered += e.connected() ? 1 : 0;
        answeredOnce.compareAndSet(false, e.connected());
        return new Reading.Again(
            reader.redacted(String.valueOf(e.getMessage())), Optional.empty(), Optional.empty());
      } finally {
        millis = (waiting.nanos() - start) / 1_000_000;
        limits.leave(expected, actual);
      }
    }

    private Reading exchange() throws BrokenOffException, InterruptedException {
      ChatListener hears = listener;
      String body = RequestBody.of(endpoint, request, first, count, form, hears != null);
      int maxTokens = request.sampling().maxTokens();
      try (Transport.Opened opened = transport.open(body, canonical.key(first))) {
        answeredOnce.set(true);
        limits.learn(opened.headers());
        return hears != null && StreamReader.isStream(opened)
            ? new StreamReader(endpoint, reader, maxTokens).read(opened, hears)
            : reader.read(opened.readAll(), maxTokens, waiting.now());
      }
    }

    private int total(Usage usage) {
      return usage.prompt() < 0 ? promptEstimate : usage.prompt() + usage.completion();
    }

    /** The outcomes, or nothing if another try is worth it. */
    private Optional<List<ChatOutcome>> end(Reading reading) throws InterruptedException {
      return switch (reading) {
        case Reading.Answers answers -> {
          if (request.schema().isPresent()) {
            schemaForm.set(form);
          }
          yield Optional.of(outcomes(answers));
        }
        case Reading.HeldBack held -> Optional.of(all(new ChatOutcome.Filtered(unanswered(0))));
        case Reading.Hopeless hopeless ->
            throw limits.giveUp(
                "%s; what was answered is kept: the same command with --resume goes on"
                    .formatted(hopeless.problem()));
        case Reading.Refused refused -> {
          if (refused.badRequest() && request.schema().isPresent() && form.next().isPresent()) {
            form = form.next().get();
            yield Optional.empty();
          }
          yield Optional.of(all(new ChatOutcome.Failed(refused.problem(), unanswered(0))));
        }
        case Reading.Again again -> again(again);
      };
    }

    private Optional<List<ChatOutcome>> again(Reading.Again again) throws InterruptedException {
      Duration own = RetryRule.own(attempts, random);
      Duration wait = again.asked().filter(longer -> longer.compareTo(own) > 0).orElse(own);
      boolean tooLong = wait.compareTo(RetryRule.LONGEST) > 0;
      if (attempts >= endpoint.tries() || tooLong) {
        return Optional.of(givenUp(again, tooLong ? wait : Duration.ZERO));
      }
      again.asked().ifPresent(limits::pause);
      limits.sleep(wait);
      return Optional.empty();
    }

    private List<ChatOutcome> givenUp(Reading.Again again, Duration tooLong) {
      String problem =
          tooLong.isZero()
              ? "%s, for all of %d tries".formatted(again.problem(), attempts)
              : "%s, and wants to be left alone for %d s"
                  .formatted(again.problem(), tooLong.toSeconds());
      if (!answeredOnce.get()) {
        throw limits.giveUp(
            "%s. Is the server of '%s' running at '%s'?"
                .formatted(problem, endpoint.name(), endpoint.completions()));
      }
      return all(
          again
              .body()
              .<ChatOutcome>map(raw -> new ChatOutcome.Malformed(raw, problem, unanswered(0)))
              .orElseGet(() -> new ChatOutcome.Failed(problem, unanswered(0))));
    }

    /** The same for each of the answers that were wanted. */
    private List<ChatOutcome> all(ChatOutcome outcome) {
      List<ChatOutcome> outcomes = new ArrayList<>(List.of(outcome));
      for (int i = 1; i < count; i++) {
        CallReceipt receipt = new CallReceipt(canonical.key(first + i), id(), 0, 0, 0, 1, millis);
        outcomes.add(
            switch (outcome) {
              case ChatOutcome.Filtered f -> new ChatOutcome.Filtered(receipt);
              case ChatOutcome.Malformed m ->
                  new ChatOutcome.Malformed(m.raw(), m.problem(), receipt);
              case ChatOutcome.Failed f -> new ChatOutcome.Failed(f.problem(), receipt);
              case ChatOutcome.Answered a -> a;
              case ChatOutcome.Truncated t -> t;
              case ChatOutcome.Refused r -> r;
            });
      }
      return outcomes;
    }

    /** Prompt tokens of the first answer are those of all: the server read them once. */
    private List<ChatOutcome> outcomes(Reading.Answers answers) {
      Usage usage = answers.usage();
      List<ChatOutcome> outcomes = new ArrayList<>();
      int number = Math.min(count, answers.choices().size());
      int left = usage.completion();
      for (int i = 0; i < number; i++) {
        Choice choice = answers.choices().get(i);
        int written = TokenEstimate.of(choice.written());
        int completion =
            usage.prompt() < 0 ? written : i == number - 1 ? left : left(left, written);
        left -= completion;
        int prompt = i > 0 ? 0 : usage.prompt() < 0 ? promptEstimate : usage.prompt();
        outcomes.add(choice.outcome(receipt(i, prompt, completion)));
      }
      return outcomes;
    }

    private static int left(int left, int written) {
      return Math.max(0, Math.min(left, written));
    }

    private CallReceipt unanswered(int completion) {
      return receipt(0, 0, completion);
    }

    /** A service may charge for requests whose answers never came: what they read is counted. */
    private CallReceipt receipt(int index, int prompt, int completion) {
      int read = prompt + (index == 0 ? unanswered * promptEstimate : 0);
      return new CallReceipt(
          canonical.key(first + index),
          id(),
          read,
          completion,
          endpoint.price().of(read, completion),
          index == 0 ? attempts : 1,
          millis);
    }
  }
}

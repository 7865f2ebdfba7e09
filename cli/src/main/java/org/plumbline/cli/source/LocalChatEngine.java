package org.plumbline.cli.source;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.plumbline.core.chat.ChatEngine;
import org.plumbline.core.chat.ChatListener;
import org.plumbline.core.chat.ChatReply;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.chat.FinishReason;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InterruptedRunException;
import org.plumbline.core.error.PlumblineException;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.generate.Completion;
import org.plumbline.lm.generate.Generation;
import org.plumbline.lm.generate.GenerationEngine;
import org.plumbline.lm.generate.GenerationListener;
import org.plumbline.lm.generate.GenerationRequest;
import org.plumbline.lm.generate.LogitsProcessor;
import org.plumbline.lm.generate.LogitsProcessors;
import org.plumbline.lm.generate.Sampling;
import org.plumbline.lm.generate.StopReason;
import org.plumbline.lm.generate.StopStrings;
import org.plumbline.lm.grammar.TokenGrammar;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.template.ChatEncoder;
import org.plumbline.lm.template.ChatMessage;
import org.plumbline.lm.template.ChatOptions;
import org.plumbline.lm.text.TextStream;
import org.plumbline.lm.text.Tokenizer;

/**
 * A model folder that answers in this process: questions of any number of threads are written
 * together by one engine, which a thread of its own drives.
 *
 * <p>An answer depends on its question and seed alone, whatever is asked beside it. Where a JSON
 * schema is asked for, no token can be drawn that breaks it.
 */
public final class LocalChatEngine implements ChatEngine {
  private final String name;
  private final OpenedModel model;
  private final Set<Integer> endIds;
  private final ChatEncoder encoder;
  private final GenerationEngine engine;
  private final Seeds seeds;
  private final Map<ObjectNode, TokenGrammar> grammars = new HashMap<>();
  private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  private final Thread writer;
  private volatile boolean closing;

  /** A question on its way, and who waits for its answer. */
  private record Asked(GenerationRequest request, Reply reply) {}

  private LocalChatEngine(
      String name,
      ModelFolder folder,
      ChatEncoder encoder,
      OpenedModel model,
      int slots,
      Seeds seeds) {
    this.name = name;
    this.model = model;
    this.seeds = seeds;
    this.encoder = encoder;
    this.endIds = folder.endIds();
    this.engine = new GenerationEngine(model.lm(), GenerationEngine.Options.ofSlots(slots));
    this.writer = Thread.ofPlatform().name("chat-engine").daemon().start(this::write);
  }

  /**
   * Opens a folder.
   *
   * @param name what the model is called in answers and records
   * @param slots answers that are written at once; changes none of them
   * @param seeds the root of what is drawn
   * @throws org.plumbline.core.error.InvalidInputException if the folder has no chat template
   */
  public static LocalChatEngine open(ModelFolder folder, String name, int slots, Seeds seeds) {
    var template = folder.chatTemplate().orElseThrow(folder::noChatTemplate);
    OpenedModel model = OpenedModel.of(folder);
    try {
      ChatEncoder encoder =
          new ChatEncoder(template, model.tokenizer(), new ChatEncoder.Options(Integer.MAX_VALUE));
      return new LocalChatEngine(name, folder, encoder, model, slots, seeds);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int contextLength() {
    return model.lm().contextLength();
  }

  @Override
  public ChatReply reply(ChatRequest request, ChatListener listener) {
    if (closing) {
      throw closed();
    }
    int[] prompt = prompt(request);
    ChatSampling sampling = request.sampling();
    Reply reply = new Reply(model.tokenizer(), sampling.stop(), listener);
    GenerationRequest wanted =
        new GenerationRequest(
                prompt,
                sampling(request),
                Math.min(sampling.maxTokens(), contextLength() - prompt.length),
                endIds,
                seeds(request).stream("tokens"))
            .withListener(reply);
    if (!sampling.stop().isEmpty()) {
      wanted = wanted.withStops(sampling.stop(), model.tokenizer());
    }
    Completion completion = await(new Asked(wanted, reply));
    String text = StopStrings.before(model.tokenizer().decode(completion.ids()), sampling.stop());
    FinishReason finish =
        completion.stop() == StopReason.LENGTH ? FinishReason.LENGTH : FinishReason.STOP;
    return new ChatReply(text, finish, prompt.length, completion.ids().length);
  }

  private int[] prompt(ChatRequest request) {
    List<ChatMessage> messages =
        request.turns().stream().map(turn -> ChatMessage.of(turn.role(), turn.content())).toList();
    int[] ids = encoder.encodePrompt(messages, ChatOptions.PROMPT).ids();
    require(
        ids.length < contextLength(),
        "the conversation has %d tokens, but %s reads at most %d, its answer among them; ask more briefly",
        ids.length,
        name,
        contextLength());
    return ids;
  }

  private Sampling sampling(ChatRequest request) {
    LogitsProcessors rules =
        request
            .schema()
            .map(schema -> new LogitsProcessor.Grammar(grammar(schema), endIds))
            .map(rule -> LogitsProcessors.of(List.of(rule)))
            .orElse(LogitsProcessors.NONE);
    ChatSampling asked = request.sampling();
    return new Sampling(asked.temperature(), 0, asked.topP(), rules);
  }

  private TokenGrammar grammar(ObjectNode schema) {
    synchronized (grammars) {
      return grammars.computeIfAbsent(
          schema, key -> TokenGrammar.ofJsonSchema(key, model.tokenizer()));
    }
  }

  /** From the seed that was given; else from the question, so that it is answered alike again. */
  private Seeds seeds(ChatRequest request) {
    return request.sampling().seed().isPresent()
        ? seeds.child("seed", request.sampling().seed().getAsLong())
        : seeds.child(request.turns().toString());
  }

  private Completion await(Asked question) {
    asked.add(question);
    if (closing) {
      question.reply.complete.completeExceptionally(closed());
    }
    try {
      return question.reply.complete.get();
    } catch (InterruptedException e) {
      question.reply.unwanted = true;
      Thread.currentThread().interrupt();
      throw new InterruptedRunException("stopped while %s was writing".formatted(name));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PlumblineException known) {
        throw known;
      }
      throw new FailedException("%s cannot write: %s".formatted(name, e.getCause()), e);
    }
  }

  private FailedException closed() {
    return new FailedException("%s was closed while it was asked".formatted(name));
  }

  /** Takes up what is asked and writes, until the engine is closed. */
  private void write() {
    List<Asked> writing = new ArrayList<>();
    try {
      boolean more = false;
      while (!closing) {
        Asked first = more ? asked.poll() : asked.take();
        for (Asked next = first; next != null; next = asked.poll()) {
          writing.add(next);
          engine.submit(next.request);
        }
        more = engine.step();
        if (!more) {
          writing.clear();
        }
      }
      fail(writing, closed());
    } catch (InterruptedException e) {
      fail(writing, closed());
    } catch (RuntimeException | Error e) {
      closing = true;
      fail(writing, e);
    }
  }

  /** Tells those whose answer will not come; an answer that is complete stays so. */
  private void fail(List<Asked> writing, Throwable failure) {
    writing.addAll(asked);
    writing.forEach(question -> question.reply.complete.completeExceptionally(failure));
  }

  @Override
  public void close() {
    closing = true;
    writer.interrupt();
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    engine.close();
    model.close();
  }

  /** Hands the text on while it is written, without the stop string that may end it. */
  private static final class Reply implements GenerationListener {
    private final CompletableFuture<Completion> complete = new CompletableFuture<>();
    private final TextStream stream;
    private final List<String> stops;
    private final ChatListener listener;
    private final boolean heard;
    private final int held;
    private final StringBuilder pending = new StringBuilder();
    private volatile boolean unwanted;

    Reply(Tokenizer tokenizer, List<String> stops, ChatListener listener) {
      this.stream = new TextStream(tokenizer);
      this.stops = stops;
      this.listener = listener;
      this.heard = !listener.equals(ChatListener.NOBODY);
      this.held = Math.max(0, stops.stream().mapToInt(String::length).max().orElse(0) - 1);
    }

    @Override
    public void token(Generation generation, int id, float logProb) {
      if (unwanted) {
        generation.cancel();
      }
      if (heard) {
        pending.append(stream.add(id));
        // A stop string may have begun: its first characters wait for the rest.
        boolean stopped = StopStrings.before(pending.toString(), stops).length() < pending.length();
        if (!stopped) {
          hand(pending.length() - held);
        }
      }
    }

    @Override
    public void finished(Generation generation, Completion completion) {
      if (heard) {
        pending.append(stream.end());
        hand(StopStrings.before(pending.toString(), stops).length());
      }
      complete.complete(completion);
    }

    private void hand(int length) {
      int whole = length;
      if (whole > 0 && Character.isHighSurrogate(pending.charAt(whole - 1))) {
        whole--;
      }
      if (whole > 0) {
        listener.piece(pending.substring(0, whole));
        pending.delete(0, whole);
      }
    }
  }
}

package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.source.OpenedModel;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.options.Option;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.generate.Completion;
import org.plumbline.lm.generate.Generation;
import org.plumbline.lm.generate.GenerationEngine;
import org.plumbline.lm.generate.GenerationListener;
import org.plumbline.lm.generate.GenerationRequest;
import org.plumbline.lm.generate.StopReason;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.template.ChatEncoder;
import org.plumbline.lm.template.ChatMessage;
import org.plumbline.lm.template.ChatOptions;
import org.plumbline.lm.template.ChatTemplate;
import org.plumbline.lm.text.TextStream;
import org.plumbline.lm.text.Tokenizer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** {@code plumb chat}: a conversation, one line a turn. */
public final class Chat implements Command<Chat.Options> {

  /** With whom, and how answers are drawn. */
  public record Options(
      @Option(
              value =
                  "a model folder with a chat template, a run folder, an adapter, or embedded:NAME",
              required = true)
          String model,
      @Option("the model of an adapter; empty: the one that the adapter names") String base,
      @Option("what the model is told before the conversation; empty: nothing") String system,
      @Option("most tokens of an answer") int maxNewTokens,
      @Option(inline = true) SamplingOptions sampling) {
    public Options {
      require(maxNewTokens > 0, "max-new-tokens must be positive (got %d)", maxNewTokens);
    }
  }

  record Answer(String content, int tokens, StopReason stop) {}

  @Override
  public Options defaults() {
    return new Options("", "", "", 512, new SamplingOptions(0.7, 0, 0.9, 0, 1, 1, 0, 0));
  }

  @Override
  public List<String> positional() {
    return List.of("model");
  }

  @Override
  public List<String> examples() {
    return List.of("smollm2", "smollm2 --system \"Answer in one sentence.\" --temperature 0");
  }

  @Override
  public void run(Options options, CommandContext context) {
    ModelFolder folder = context.sources().languageModel(options.model(), options.base());
    ChatTemplate template =
        folder
            .chatTemplate()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "a conversation needs a model with a chat template; '%s' has none. Take one that was trained on chats, or write a text on with plumb generate"
                            .formatted(folder.name())));
    try (OpenedModel model = OpenedModel.of(folder);
        GenerationEngine engine =
            new GenerationEngine(model.lm(), GenerationEngine.Options.ofSlots(1))) {
      Tokenizer tokenizer = model.tokenizer();
      ChatEncoder encoder =
          new ChatEncoder(template, tokenizer, new ChatEncoder.Options(Integer.MAX_VALUE));
      new Conversation(
              options,
              context,
              folder.endIds(),
              tokenizer,
              encoder,
              model.lm().contextLength(),
              engine)
          .hold();
    }
  }

  /** What was said so far, and the next turns. */
  private static final class Conversation {
    private final Options options;
    private final CommandContext context;
    private final Set<Integer> endIds;
    private final Tokenizer tokenizer;
    private final ChatEncoder encoder;
    private final int contextLength;
    private final GenerationEngine engine;
    private final List<ChatMessage> messages = new ArrayList<>();
    private String system;
    private int turn;
    private volatile @Nullable Generation answering;

    Conversation(
        Options options,
        CommandContext context,
        Set<Integer> endIds,
        Tokenizer tokenizer,
        ChatEncoder encoder,
        int contextLength,
        GenerationEngine engine) {
      this.options = options;
      this.context = context;
      this.endIds = endIds;
      this.tokenizer = tokenizer;
      this.encoder = encoder;
      this.contextLength = contextLength;
      this.engine = engine;
      this.system = options.system();
    }

    void hold() {
      SignalHandler before = Signal.handle(new Signal("INT"), signal -> interrupt());
      try {
        context.console().say("/reset begins anew, /system TEXT tells the model, /exit ends");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        reset();
        String line = lines.readLine();
        while (line != null && !line.strip().equals("/exit")) {
          take(line.strip());
          line = lines.readLine();
        }
      } catch (IOException e) {
        throw new FailedException(
            "what you write cannot be read any more: %s".formatted(e.getMessage()), e);
      } finally {
        Signal.handle(new Signal("INT"), before);
      }
    }

    private void interrupt() {
      Generation text = answering;
      if (text == null) {
        context.console().say("%nCtrl-C stops an answer; /exit ends the conversation");
      } else {
        text.cancel();
      }
    }

    private void take(String line) {
      if (line.equals("/reset")) {
        reset();
      } else if (line.startsWith("/system")) {
        system = line.substring("/system".length()).strip();
        reset();
      } else if (line.startsWith("/")) {
        context.console().say("there is no '%s'; there are /reset, /system TEXT and /exit", line);
      } else if (!line.isEmpty()) {
        answer(line);
      }
    }

    private void reset() {
      messages.clear();
      if (!system.isEmpty()) {
        messages.add(ChatMessage.of("system", system));
      }
    }

    private void answer(String question) {
      messages.add(ChatMessage.of("user", question));
      try {
        Completion completion = write(prompt());
        String text = tokenizer.decode(completion.ids());
        messages.add(ChatMessage.of(ChatMessage.ASSISTANT, text));
        if (context.console().json()) {
          Answer answer = new Answer(text, completion.ids().length, completion.stop());
          context.console().result(answer, text);
        } else {
          context.console().piece("\n");
        }
      } catch (InvalidInputException e) {
        // The conversation goes on without this turn.
        messages.remove(messages.size() - 1);
        context.console().error(e.getMessage());
      }
    }

    private int[] prompt() {
      int[] ids = encoder.encodePrompt(messages, ChatOptions.PROMPT).ids();
      require(
          ids.length < contextLength,
          "the conversation has %d tokens, but the model reads at most %d, its answer among them; ask more briefly, or begin anew with /reset",
          ids.length,
          contextLength);
      return ids;
    }

    private Completion write(int[] prompt) {
      TextStream stream = new TextStream(tokenizer);
      GenerationListener shown =
          new GenerationListener() {
            @Override
            public void token(Generation generation, int id, float logProb) {
              show(stream.add(id));
            }

            @Override
            public void finished(Generation generation, Completion completion) {
              show(stream.end());
            }
          };
      Seeds seeds = context.seeds().child("turn", turn++);
      Generation text =
          engine.submit(
              new GenerationRequest(
                      prompt,
                      options.sampling().sampling(endIds),
                      options.maxNewTokens(),
                      endIds,
                      seeds.stream("tokens"))
                  .withListener(shown));
      answering = text;
      engine.run();
      answering = null;
      return text.completion();
    }

    private void show(String piece) {
      if (!context.console().json() && !piece.isEmpty()) {
        context.console().piece(piece);
      }
    }
  }
}

package org.plumbline.lm.template;

import static org.plumbline.core.error.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.template.TemplateError.Kind;
import org.plumbline.lm.text.FolderFiles;
import org.plumbline.lm.text.TokenizedText.Span;

/**
 * How a model writes a chat down: the Jinja template that its folder holds, run with Hugging Face's
 * settings.
 *
 * <p>A template can read what it is given and nothing else, and it stops at {@link Limits}. Any
 * number of threads may share one.
 */
public final class ChatTemplate {
  /** The name of the template that is used unless another fits better. */
  static final String DEFAULT = "default";

  /** The name of the template that is used where there are tools. */
  static final String TOOL_USE = "tool_use";

  // Two private characters, which no rule for letters or escapes touches; the space behind them,
  // which no template writes, shows whether it strips its messages.
  private static final String OPEN_END = "\uF8E7\uF8E8\u2003";

  private final Map<String, TemplateParser.Tree> trees;
  private final Map<String, JsonNode> specialTokens;
  private final String hash;
  private final Limits limits;
  private final Clock clock;

  /**
   * What one rendering may take.
   *
   * @param steps evaluations, rounds of loops, elements
   * @param outputLength characters of the text, and of any text on the way
   */
  public record Limits(long steps, long outputLength) {
    /** Far more than a chat of a million tokens needs, and done in seconds. */
    public static final Limits DEFAULT = new Limits(10_000_000, 8_000_000);

    public Limits {
      require(steps > 0, "a template's limit of steps must be positive (got %d)", steps);
      require(
          outputLength > 0,
          "a template's limit of characters must be positive (got %d)",
          outputLength);
    }
  }

  private ChatTemplate(
      Map<String, TemplateParser.Tree> trees,
      Map<String, JsonNode> specialTokens,
      String hash,
      Limits limits,
      Clock clock) {
    this.trees = trees;
    this.specialTokens = specialTokens;
    this.hash = hash;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * A template from its source.
   *
   * @param specialTokens what the template may write by name, as {@code bos_token}
   * @throws InvalidInputException if it is no Jinja, or uses what this engine lacks
   */
  public static ChatTemplate of(String source, Map<String, String> specialTokens) {
    ChatTemplateFiles files = new ChatTemplateFiles(Map.of(DEFAULT, source), Map.of());
    return of(files.withTokens(specialTokens));
  }

  /**
   * The template of a model's folder: {@code chat_template.jinja}, {@code chat_template.json}, or
   * the entry in {@code tokenizer_config.json}; empty if it has none.
   *
   * @throws InvalidInputException if a file cannot be read, or the template is not understood
   */
  public static Optional<ChatTemplate> read(Path folder) {
    return read(FolderFiles.of(folder));
  }

  /** The template of a model whose files are found by name. */
  public static Optional<ChatTemplate> read(FolderFiles files) {
    ChatTemplateFiles read = ChatTemplateFiles.read(files);
    return read.templates().isEmpty() ? Optional.empty() : Optional.of(of(read));
  }

  private static ChatTemplate of(ChatTemplateFiles files) {
    Map<String, TemplateParser.Tree> trees = new HashMap<>();
    files.templates().forEach((name, source) -> trees.put(name, parse(name, source)));
    return new ChatTemplate(
        Map.copyOf(trees),
        files.specialTokens(),
        files.hash(),
        Limits.DEFAULT,
        Clock.systemDefaultZone());
  }

  private static TemplateParser.Tree parse(String name, String source) {
    try {
      return TemplateParser.parse(source);
    } catch (TemplateError e) {
      throw new InvalidInputException(
          "the chat template%s cannot be used: line %d: %s; mend it, or give another"
              .formatted(name.equals(DEFAULT) ? "" : " '" + name + "'", e.line(), e.message()),
          e);
    }
  }

  /** The same with other limits. */
  public ChatTemplate withLimits(Limits other) {
    return new ChatTemplate(trees, specialTokens, hash, other, clock);
  }

  /** The same with another clock, which {@code strftime_now} reads. */
  public ChatTemplate withClock(Clock other) {
    return new ChatTemplate(trees, specialTokens, hash, limits, other);
  }

  /** SHA-256 of the template and what it may write by name. */
  public String hash() {
    return hash;
  }

  /** Whether the template itself says which parts the assistant wrote. */
  public boolean marksAssistant(ChatOptions options) {
    return tree(options).generation();
  }

  /**
   * The text of a chat.
   *
   * @throws InvalidInputException if the template refuses the messages, fails or exceeds a limit
   */
  public String text(List<ChatMessage> messages, ChatOptions options) {
    return run(messages, options, new Interpreter(new Budget(limits)));
  }

  /**
   * The text of a chat, and the parts of it inside {@code {% generation %}}.
   *
   * @throws InvalidInputException as {@link #text}, and if such a block stands inside a macro or
   *     another block whose text is not written at once
   */
  public RenderedChat render(List<ChatMessage> messages, ChatOptions options) {
    Interpreter interpreter = new Interpreter(new Budget(limits));
    String text = run(messages, options, interpreter);
    require(
        interpreter.misplacedGeneration().isEmpty(),
        "the chat template must not have 'generation' inside a macro, set, filter or call block (line %d):"
            + " where its text comes to stand cannot be told; move it out",
        interpreter.misplacedGeneration().orElse(0));
    // An open end may cut the last part, or cut it off.
    return new RenderedChat(
        text,
        interpreter.generated().stream()
            .filter(part -> part.start() <= text.length())
            .map(part -> new Span(part.start(), Math.min(part.end(), text.length())))
            .toList());
  }

  private TemplateParser.Tree tree(ChatOptions options) {
    boolean tools = options.tools().isPresent() && trees.containsKey(TOOL_USE);
    require(
        tools || trees.containsKey(DEFAULT),
        "the chat template to use must be named 'default' (there are %s); give one of them as chat_template.jinja",
        trees.keySet());
    return Objects.requireNonNull(trees.get(tools ? TOOL_USE : DEFAULT));
  }

  private String run(List<ChatMessage> messages, ChatOptions options, Interpreter interpreter) {
    require(
        !options.continueFinalMessage() || !options.addGenerationPrompt(),
        "a chat can end inside its last message or before a new one, not both; choose one of"
            + " continuing the final message and adding a generation prompt");
    TemplateParser.Tree tree = tree(options);
    try {
      List<JsonNode> fields = new ArrayList<>(messages.stream().map(ChatMessage::fields).toList());
      if (options.continueFinalMessage()) {
        OpenMessage.openLast(fields, OPEN_END);
      }
      String text = interpreter.run(tree.statements(), scope(fields, options, interpreter));
      return options.continueFinalMessage() ? OpenMessage.cut(text, OPEN_END) : text;
    } catch (TemplateError e) {
      throw new InvalidInputException(message(e), e);
    }
  }

  private static String message(TemplateError e) {
    return e.kind() == Kind.RAISED
        ? "the chat template refuses these messages (line %d): %s".formatted(e.line(), e.message())
        : "the chat template fails in line %d: %s; mend the template or the messages"
            .formatted(e.line(), e.message());
  }

  private Scope scope(List<JsonNode> messages, ChatOptions options, Interpreter interpreter) {
    Scope scope = new Scope(Optional.empty());
    Globals.addTo(scope, clock, interpreter);
    specialTokens.forEach((name, token) -> scope.set(name, JsonValues.of(token)));
    List<Object> copies = new ArrayList<>();
    messages.forEach(message -> copies.add(JsonValues.of(message)));
    scope.set("messages", copies);
    scope.set(
        "tools", options.tools().<Object>map((ArrayNode t) -> JsonValues.of(t)).orElse(None.NONE));
    scope.set("documents", None.NONE);
    scope.set("add_generation_prompt", options.addGenerationPrompt());
    options
        .variables()
        .properties()
        .forEach(v -> scope.set(v.getKey(), JsonValues.of(v.getValue())));
    // Jinja reads variables and functions apart from what a template sets.
    return scope.inner();
  }
}

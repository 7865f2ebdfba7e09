package org.plumbline.lm.text;

import static org.plumbline.core.error.Require.require;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.plumbline.core.error.InvalidInputException;

/**
 * The one encoder of training, scoring, evaluation and serving: what a model is trained on and what
 * it is asked are made of the same tokens.
 *
 * <p>A prompt and its completion are encoded apart and then joined, so that the prompt has the same
 * tokens whether its completion is known or still to be written. Special tokens come from the
 * options alone: a text that spells one, as {@code </s>}, keeps it as text. Any number of threads
 * may share an encoder; whoever opened the tokenizer closes it.
 */
public final class TextEncoder {
  private final Tokenizer tokenizer;
  private final Options options;
  private final String hash;
  private final int[] bos;
  // What ends a whole text: EOS, or what a chat template writes after an answer.
  private final int[] eos;
  private final AtomicLong truncated = new AtomicLong();

  /** What happens to a text that is too long. */
  public enum Truncation {
    /** It is refused with an error. */
    REFUSE,
    /** Its end is cut off; such a text gets no EOS, as it did not end there. */
    CUT_END,
    /** Its beginning is cut off; BOS stays first. */
    CUT_START
  }

  /**
   * How chats are written where texts are chats; the special tokens that are spelled in such a text
   * are tokens.
   *
   * @param template hash of the template; empty where texts are plain
   * @param afterAnswer what the template writes after an answer, which ends a whole text
   */
  public record Chats(String template, String afterAnswer) {
    /** Texts are plain. */
    public static final Chats NONE = new Chats("", "");

    /** Whether texts are plain. */
    public boolean plain() {
      return template.isEmpty();
    }
  }

  /**
   * What is added to a text and how long it may be.
   *
   * @param addBos whether the tokenizer's BOS comes first
   * @param addEos whether the tokenizer's EOS comes last, after a whole text or a completion
   * @param maxLength tokens in all, BOS and EOS included
   * @param truncation what happens to a longer text
   * @param beforePrompt text before every prompt, as {@code "Question: "}; not used where there is
   *     no prompt; special tokens may be spelled here
   * @param afterPrompt text between every prompt and its completion, as {@code "\nAnswer:"};
   *     special tokens may be spelled here
   * @param chats how chats are written, if texts are chats
   */
  public record Options(
      boolean addBos,
      boolean addEos,
      int maxLength,
      Truncation truncation,
      String beforePrompt,
      String afterPrompt,
      Chats chats) {

    /** Texts are plain. */
    public Options(
        boolean addBos,
        boolean addEos,
        int maxLength,
        Truncation truncation,
        String beforePrompt,
        String afterPrompt) {
      this(addBos, addEos, maxLength, truncation, beforePrompt, afterPrompt, Chats.NONE);
    }

    public Options {
      int added = (addBos ? 1 : 0) + (addEos ? 1 : 0);
      require(
          maxLength > added,
          "the greatest length must be at least %d, one token more than BOS and EOS, but is %d",
          added + 1,
          maxLength);
    }

    /** BOS and EOS are added, too long texts are refused, and nothing stands around a prompt. */
    public Options(int maxLength) {
      this(true, true, maxLength, Truncation.REFUSE, "", "");
    }

    /** The same with another rule for texts that are too long. */
    public Options withTruncation(Truncation rule) {
      return new Options(addBos, addEos, maxLength, rule, beforePrompt, afterPrompt, chats);
    }

    /**
     * The same for texts that a chat template wrote, which adds BOS and what ends a turn itself.
     */
    public Options withChats(Chats written) {
      return written.plain()
          ? this
          : new Options(false, false, maxLength, truncation, "", "", written);
    }
  }

  /**
   * Makes the encoder.
   *
   * @throws InvalidInputException if BOS or EOS is to be added and the tokenizer knows none
   */
  public TextEncoder(Tokenizer tokenizer, Options options) {
    String rule =
        "the tokenizer must name the %s token that is to be added, but names none; give it to"
            + " Tokenizer.load or leave it out";
    require(!options.addBos() || tokenizer.bos().isPresent(), rule, "BOS");
    require(!options.addEos() || tokenizer.eos().isPresent(), rule, "EOS");
    this.tokenizer = tokenizer;
    this.options = options;
    bos = options.addBos() ? tokenizer.bos().stream().toArray() : new int[0];
    eos =
        options.addEos()
            ? tokenizer.eos().stream().toArray()
            : tokenizer.encode(options.chats().afterAnswer());
    hash = hash(tokenizer, options, bos, eos);
  }

  /** A whole text, as for pretraining: BOS, the text, EOS. */
  public EncodedText encode(String text) {
    return encode(List.of(text)).getFirst();
  }

  /** Many whole texts, in their order. */
  public List<EncodedText> encode(List<String> texts) {
    List<int[]> encoded =
        options.chats().plain() ? tokenizer.encodeLiteral(texts) : tokenizer.encode(texts);
    return encoded.stream().map(ids -> join(new int[0], ids, true)).toList();
  }

  /** A prompt to be completed: BOS, the prompt with what stands around it, and no EOS. */
  public EncodedText encodePrompt(String prompt) {
    return join(promptIds(prompt), new int[0], false);
  }

  /**
   * A prompt and its completion, with EOS; an empty prompt is none, and the completion is a whole
   * text.
   *
   * @throws InvalidInputException if cutting would leave nothing of the completion
   */
  public EncodedText encode(String prompt, String completion) {
    return join(promptIds(prompt), tokenizer.encodeLiteral(completion), true);
  }

  /** The tokenizer below, for decoding. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  public Options options() {
    return options;
  }

  /** How many texts this encoder has truncated so far. */
  public long truncatedTexts() {
    return truncated.get();
  }

  /** SHA-256 of the tokenizer's hash and all settings: models of equal hash read a text alike. */
  public String hash() {
    return hash;
  }

  private int[] promptIds(String prompt) {
    if (prompt.isEmpty()) {
      return new int[0];
    }
    if (!options.chats().plain()) {
      return tokenizer.encode(prompt);
    }
    int[] literal = tokenizer.encodeLiteral(prompt);
    if (Arrays.equals(literal, tokenizer.encode(prompt))) {
      // In one piece: a space before the prompt belongs to its first word.
      return tokenizer.encode(options.beforePrompt() + prompt + options.afterPrompt());
    }
    int[] before = tokenizer.encode(options.beforePrompt());
    return concat(before, literal, tokenizer.encode(options.afterPrompt()));
  }

  private EncodedText join(int[] prompt, int[] completion, boolean ended) {
    int[] last = ended ? eos : new int[0];
    int length = bos.length + prompt.length + completion.length + last.length;
    int[] body = concat(prompt, completion);
    if (length <= options.maxLength()) {
      return new EncodedText(concat(bos, body, last), bos.length + prompt.length, false);
    }
    require(
        options.truncation() != Truncation.REFUSE,
        "a text must have at most %d tokens with BOS and EOS, but has %d; shorten it, raise the"
            + " greatest length, or allow truncation",
        options.maxLength(),
        length);
    truncated.incrementAndGet();
    return options.truncation() == Truncation.CUT_END
        ? cutEnd(body, prompt.length, ended)
        : cutStart(body, prompt.length, last);
  }

  private EncodedText cutEnd(int[] body, int promptLength, boolean ended) {
    // A text that lacks room for EOS only is kept whole: the body is never shorter than this.
    int kept = options.maxLength() - bos.length;
    require(
        !ended || promptLength == 0 || kept > promptLength,
        "a completion must keep at least one token, but its prompt alone has %d of at most %d;"
            + " shorten the prompt or cut the beginning instead",
        promptLength,
        kept);
    int[] ids = concat(bos, Arrays.copyOf(body, kept));
    return new EncodedText(ids, bos.length + Math.min(promptLength, kept), true);
  }

  private EncodedText cutStart(int[] body, int promptLength, int[] last) {
    int cut = body.length - (options.maxLength() - bos.length - last.length);
    int[] ids = concat(bos, Arrays.copyOfRange(body, cut, body.length), last);
    return new EncodedText(ids, bos.length + Math.max(0, promptLength - cut), true);
  }

  private static int[] concat(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(IntStream::of).toArray();
  }

  // Ids of BOS and EOS stand apart from tokenizer.json, so the hash names them too.
  private static String hash(Tokenizer tokenizer, Options options, int[] bos, int[] eos) {
    String settings =
        String.join(
            "\u0000",
            "plumbline-text-encoder-1",
            tokenizer.hash(),
            Arrays.toString(bos),
            Arrays.toString(eos),
            Integer.toString(options.maxLength()),
            options.truncation().name(),
            options.beforePrompt(),
            options.afterPrompt());
    if (!options.chats().plain()) {
      settings = String.join("\u0000", settings, options.chats().template());
    }
    return Tokenizer.sha256(settings.getBytes(StandardCharsets.UTF_8));
  }
}

package org.plumbline.lm.text;

import static org.plumbline.core.error.Require.require;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.util.Utils;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.text.TokenizedText.Span;

/**
 * A Hugging Face {@code tokenizer.json}: text to token ids and back.
 *
 * <p>It never truncates, never pads and never uses the network. One instance serves any number of
 * threads; close it when the last one is done. An unpaired surrogate in a text is read as U+FFFD.
 */
public final class Tokenizer implements AutoCloseable {
  private static final Map<String, String> WHOLE_TEXTS =
      Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

  private final byte[] json;
  private final SpecialTokens special;
  private final Map<String, JsonNode> chat;
  private final String name;
  private final TokenizerFile file;
  private final HuggingFaceTokenizer library;
  private final String hash;
  private final List<String> specialSpellings;
  private final OptionalInt bos;
  private final OptionalInt eos;
  private @Nullable HuggingFaceTokenizer literal;
  private volatile int embeddings = Integer.MAX_VALUE;

  private Tokenizer(byte[] json, SpecialTokens special, Map<String, JsonNode> chat, String name) {
    this.json = json.clone();
    this.special = special;
    this.chat = chat;
    this.name = name;
    file = TokenizerFile.parse(json, name);
    bos = special.bos().map(token -> boundary("BOS", token, name)).orElseGet(OptionalInt::empty);
    eos = special.eos().map(token -> boundary("EOS", token, name)).orElseGet(OptionalInt::empty);
    specialSpellings = file.specialSpellings();
    hash = sha256(json);
    library = open(json, name);
  }

  /**
   * Loads a folder with a {@code tokenizer.json}, or with {@code vocab.json} and {@code
   * merges.txt}, {@code vocab.txt} or a sentencepiece model; or the {@code tokenizer.json} itself.
   * Beside them, {@code tokenizer_config.json} and {@code special_tokens_map.json} are read.
   *
   * @throws InvalidInputException if a file is missing, malformed or has no vocabulary
   */
  public static Tokenizer load(Path folderOrFile) {
    if (Files.isDirectory(folderOrFile)) {
      return load(FolderFiles.of(folderOrFile), folderOrFile.toString(), SpecialTokens.NONE);
    }
    require(
        Files.isRegularFile(folderOrFile),
        "a tokenizer must be a tokenizer.json or a folder that holds one, but there is no file '%s'",
        folderOrFile);
    FolderFiles beside = FolderFiles.of(folderOrFile.toAbsolutePath().resolveSibling("."));
    String own = folderOrFile.getFileName().toString();
    return load(
        name -> beside.file(name.equals("tokenizer.json") ? own : name),
        folderOrFile.toString(),
        SpecialTokens.NONE);
  }

  /**
   * Loads the tokenizer of a model whose files are found by name.
   *
   * @param name what messages call it
   * @param otherwise the tokens that begin and end a text where the files do not name them
   */
  public static Tokenizer load(FolderFiles files, String name, SpecialTokens otherwise) {
    TokenizerFiles found = TokenizerFiles.read(files, name);
    return new Tokenizer(found.json(), found.special().or(otherwise), found.chat(), name);
  }

  /** Loads the bytes of a {@code tokenizer.json}, with the tokens that begin and end a text. */
  public static Tokenizer load(byte[] tokenizerJson, SpecialTokens special) {
    return new Tokenizer(tokenizerJson, special, Map.of(), "tokenizer.json");
  }

  /** Loads a stream of a {@code tokenizer.json} to its end; the caller closes the stream. */
  public static Tokenizer load(InputStream tokenizerJson, SpecialTokens special)
      throws IOException {
    return load(tokenizerJson.readAllBytes(), special);
  }

  /**
   * Throws unless a model has embeddings for ordinary text, BOS and EOS. Published tokenizers may
   * hold special tokens beyond, which do no harm where no text has them.
   *
   * @param count ids that the model has embeddings for
   * @throws InvalidInputException naming what has none
   */
  public void requireFits(int count) {
    require(
        ordinaryVocabularySize() <= count,
        "the tokenizer of '%s' makes ids up to %d, but the model has %d embeddings (vocab_size); restore the tokenizer that belongs to it",
        name,
        ordinaryVocabularySize() - 1,
        count);
    requireBelow(count, bos.stream().toArray());
    requireBelow(count, eos.stream().toArray());
  }

  /**
   * As {@link #requireFits}, and refuses from now on any text with a token for which the model has
   * no embedding.
   */
  public Tokenizer limitedTo(int count) {
    requireFits(count);
    embeddings = count;
    return this;
  }

  /** The ids, if the model has embeddings for all. */
  private int[] within(int[] ids) {
    requireBelow(embeddings, ids);
    return ids;
  }

  private void requireBelow(int count, int[] ids) {
    for (int id : ids) {
      if (id >= count) {
        throw new InvalidInputException(
            "the tokenizer of '%s' makes the token '%s' with id %d, but the model has %d embeddings (vocab_size); leave that token out of texts and chat template, or restore the tokenizer that belongs to the model"
                .formatted(name, library.decode(new long[] {id}, false), id, count));
      }
    }
  }

  /**
   * The ids of the text alone: no token is added before, between or after.
   *
   * <p>Where the text spells a special token, as {@code </s>}, it becomes that token. For text from
   * the world outside use {@link #encodeLiteral(String)}.
   */
  public int[] encode(String text) {
    return within(ids(text));
  }

  private int[] ids(String text) {
    return ints(library.encode(wellFormed(text), false, false).getIds());
  }

  /** The ids of each text alone, in their order. */
  public List<int[]> encode(List<String> texts) {
    return ids(texts).stream().map(this::within).toList();
  }

  private List<int[]> ids(List<String> texts) {
    if (texts.isEmpty()) {
      return List.of();
    }
    List<String> inputs = texts.stream().map(Tokenizer::wellFormed).toList();
    return Stream.of(library.batchEncode(inputs, false, false))
        .map(encoding -> ints(encoding.getIds()))
        .toList();
  }

  /**
   * The ids of the text alone, in which the spelling of a special token is text like any other: an
   * HTML page with {@code </s>} in it does not end there.
   */
  public int[] encodeLiteral(String text) {
    return literally(ids(text), text);
  }

  /** The literal ids of each text, in their order. */
  public List<int[]> encodeLiteral(List<String> texts) {
    List<int[]> encoded = ids(texts);
    return IntStream.range(0, texts.size())
        .mapToObj(i -> literally(encoded.get(i), texts.get(i)))
        .toList();
  }

  /**
   * The ids of the text with the tokens that the file's post-processor adds, as [CLS] and [SEP].
   */
  public int[] encodeWithSpecialTokens(String text) {
    return within(ints(library.encode(wellFormed(text), true, false).getIds()));
  }

  /** Ids, types and places of the text's tokens, with the tokens that the post-processor adds. */
  public TokenizedText tokenize(String text) {
    String input = wellFormed(text);
    return tokenized(library.encode(input, true, false), input, input);
  }

  /** Ids, types and places of the tokens of the text alone: none is added. */
  public TokenizedText tokenizeAlone(String text) {
    String input = wellFormed(text);
    return tokenized(library.encode(input, false, false), input, input);
  }

  /** As {@link #tokenize(String)}, for two texts as one input of a model that reads a pair. */
  public TokenizedText tokenize(String first, String second) {
    String one = wellFormed(first);
    String two = wellFormed(second);
    return tokenized(library.encode(one, two, true, false), one, two);
  }

  /**
   * The text of the ids, without special tokens.
   *
   * @throws InvalidInputException if an id is not below {@link #vocabularySize()}
   */
  public String decode(int[] ids) {
    return decode(ids, true);
  }

  /** The text of the ids, special tokens spelled out. */
  public String decodeWithSpecialTokens(int[] ids) {
    return decode(ids, false);
  }

  /** The highest id + 1: a model's embedding needs at least so many rows. */
  public int vocabularySize() {
    return file.size();
  }

  /**
   * The highest id of a token that is not special, + 1: text that spells no special token makes no
   * other ids.
   */
  public int ordinaryVocabularySize() {
    return file.ordinarySize();
  }

  /** The id of a token as the file spells it; empty if the vocabulary does not have it. */
  public OptionalInt id(String token) {
    Integer id = file.ids().get(token);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** Whether {@link #decode} leaves this id out. */
  public boolean isSpecial(int id) {
    return file.special().get(id);
  }

  /**
   * What each id writes inside a text, in bytes [vocabulary][bytes]; nothing for special tokens.
   *
   * @throws InvalidInputException if its decoder joins tokens in a way that is not known
   */
  public byte[][] tokenBytes() {
    return TokenBytes.of(json, file, name);
  }

  /** A special token that {@link #encode(String)} would find in this text, if there is one. */
  public Optional<String> spelledSpecialToken(String text) {
    return specialSpellings.stream().filter(text::contains).findFirst();
  }

  /** The id that begins a text, if one is known. */
  public OptionalInt bos() {
    return bos;
  }

  /** The id that ends a text, if one is known. */
  public OptionalInt eos() {
    return eos;
  }

  /**
   * Writes {@code tokenizer.json}, byte for byte as it was read, and a {@code
   * tokenizer_config.json} that names BOS and EOS and holds the chat template, if there was one.
   */
  public void save(Path folder) throws IOException {
    Files.write(folder.resolve("tokenizer.json"), json);
    Files.writeString(folder.resolve("tokenizer_config.json"), special.toJson(chat));
  }

  /** SHA-256 of the bytes of {@code tokenizer.json}, in lower-case hexadecimal digits. */
  public String hash() {
    return hash;
  }

  @Override
  public synchronized void close() {
    library.close();
    if (literal != null) {
      literal.close();
    }
  }

  private int[] literally(int[] ids, String text) {
    return within(
        Arrays.stream(ids).noneMatch(this::isSpecial)
            ? ids
            : ints(literal().encode(wellFormed(text), false, false).getIds()));
  }

  // Few texts need it, and a large vocabulary takes a second to load.
  private synchronized HuggingFaceTokenizer literal() {
    if (literal == null) {
      literal = open(TokenizerFile.withoutSpecialTokens(json), name);
    }
    return literal;
  }

  private String decode(int[] ids, boolean skipSpecial) {
    for (int id : ids) {
      require(
          id >= 0 && id < file.size(),
          "a token id must be from 0 to %d, the vocabulary's last, but is %d; a model with more"
              + " rows than its vocabulary must not draw from the rest",
          file.size() - 1,
          id);
    }
    return library.decode(Arrays.stream(ids).asLongStream().toArray(), skipSpecial);
  }

  private OptionalInt boundary(String role, String token, String name) {
    OptionalInt id = id(token);
    require(
        id.isPresent(),
        "the %s token '%s' must be in the vocabulary of '%s', but is not; correct"
            + " tokenizer_config.json",
        role,
        token,
        name);
    return id;
  }

  private static HuggingFaceTokenizer open(byte[] json, String name) {
    // Without this the library asks the network for an instance id and for a CUDA build of itself.
    System.setProperty("ai.djl.offline", "true");
    try {
      return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), WHOLE_TEXTS);
    } catch (EngineException | LinkageError e) {
      throw doesNotLoad(e);
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException(
          "'%s' must be a Hugging Face tokenizer.json, but does not load: %s"
              .formatted(name, e.getMessage()),
          e);
    }
  }

  private static FailedException doesNotLoad(Throwable e) {
    Throwable first = e;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    // What the library says of a folder that it cannot write is about something else.
    return new FailedException(
        "the native tokenizers library could not be loaded. It is unpacked into %s (about 20 MB): check that it is writable and has room, or choose another folder with PLUMB_CACHE. The library itself says: %s"
            .formatted(Utils.getEngineCacheDir(), first.getMessage()),
        e);
  }

  private TokenizedText tokenized(Encoding encoding, String first, String second) {
    int[] typeIds = ints(encoding.getTypeIds());
    long[] sequences = encoding.getSequenceIds();
    CharSpan[] given = encoding.getCharTokenSpans();
    List<Span> spans = new ArrayList<>(given.length);
    IntUnaryOperator firstPlaces = places(first);
    IntUnaryOperator secondPlaces = places(second);
    for (int i = 0; i < given.length; i++) {
      spans.add(span(given[i], sequences[i] == 1 ? secondPlaces : firstPlaces));
    }
    return new TokenizedText(
        within(ints(encoding.getIds())),
        typeIds,
        List.of(encoding.getTokens()),
        List.copyOf(spans));
  }

  // The library counts code points and gives null for a token that it added.
  private static Span span(@Nullable CharSpan span, IntUnaryOperator places) {
    return span == null
        ? new Span(0, 0)
        : new Span(places.applyAsInt(span.getStart()), places.applyAsInt(span.getEnd()));
  }

  /** From a count of code points to one of UTF-16 units; found once, as a text may be long. */
  private static IntUnaryOperator places(String text) {
    int count = text.codePointCount(0, text.length());
    if (count == text.length()) {
      return IntUnaryOperator.identity();
    }
    int[] places = new int[count + 1];
    for (int i = 0; i < count; i++) {
      places[i + 1] = places[i] + Character.charCount(text.codePointAt(places[i]));
    }
    return i -> places[i];
  }

  // The library would drop an unpaired surrogate without a word.
  static String wellFormed(String text) {
    if (text.codePoints().noneMatch(Tokenizer::isSurrogate)) {
      return text;
    }
    StringBuilder repaired = new StringBuilder(text.length());
    text.codePoints().map(c -> isSurrogate(c) ? 0xFFFD : c).forEach(repaired::appendCodePoint);
    return repaired.toString();
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static int[] ints(long[] values) {
    return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}

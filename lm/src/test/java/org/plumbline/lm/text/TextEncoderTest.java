package org.plumbline.lm.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.text.TextEncoder.Options;
import org.plumbline.lm.text.TextEncoder.Truncation;

final class TextEncoderTest {
  // Bytes only: the letter c has the id 2 + 'c'.
  private static final BpeVocabulary BYTES =
      BpeTrainer.train(Stream.of("x"), new BpeOptions(258, 1));
  private static final Tokenizer TOKENIZER = BYTES.tokenizer();

  @AfterAll
  static void close() {
    TOKENIZER.close();
  }

  @Test
  void aWholeTextStandsBetweenBosAndEos() {
    EncodedText text = encoder(new Options(8)).encode("abc");
    assertArrayEquals(tokens("^abc$"), text.ids());
    assertEquals(1, text.promptLength());
    assertFalse(text.truncated());
  }

  @Test
  void aPromptHasTheSameTokensWithAndWithoutItsCompletion() {
    TextEncoder encoder = encoder(new Options(true, true, 20, Truncation.REFUSE, "Q:", "A:"));
    EncodedText prompt = encoder.encodePrompt("why");
    EncodedText whole = encoder.encode("why", "so");
    assertArrayEquals(tokens("^Q:whyA:"), prompt.ids());
    assertArrayEquals(tokens("^Q:whyA:so$"), whole.ids());
    assertEquals(prompt.length(), whole.promptLength());
    assertArrayEquals(prompt.ids(), Arrays.copyOf(whole.ids(), whole.promptLength()));
  }

  @Test
  void withoutAPromptACompletionIsAWholeText() {
    TextEncoder encoder = encoder(new Options(true, true, 20, Truncation.REFUSE, "Q:", "A:"));
    assertArrayEquals(encoder.encode("so").ids(), encoder.encode("", "so").ids());
  }

  @Test
  void aTooLongTextIsRefusedUnlessTruncationIsAllowed() {
    TextEncoder encoder = encoder(new Options(5));
    assertEquals(5, encoder.encode("abc").length());
    assertThrows(InvalidInputException.class, () -> encoder.encode("abcd"));
    assertEquals(0, encoder.truncatedTexts());
  }

  @Test
  void aTextCutAtItsEndHasNoEosAndIsCounted() {
    TextEncoder encoder = encoder(new Options(5).withTruncation(Truncation.CUT_END));
    List<EncodedText> texts = encoder.encode(List.of("abc", "abcd", "abcdefgh"));
    assertArrayEquals(tokens("^abc$"), texts.get(0).ids());
    assertArrayEquals(tokens("^abcd"), texts.get(1).ids());
    assertArrayEquals(tokens("^abcd"), texts.get(2).ids());
    assertTrue(texts.get(2).truncated());
    assertEquals(2, encoder.truncatedTexts());
    assertEquals(4, encoder.encode("abc", "def").promptLength());
  }

  @Test
  void aCompletionIsNeverCutAwayWhole() {
    TextEncoder encoder = encoder(new Options(5).withTruncation(Truncation.CUT_END));
    assertThrows(InvalidInputException.class, () -> encoder.encode("abcd", "ef"));
    assertArrayEquals(tokens("^abcd"), encoder.encodePrompt("abcdef").ids());
  }

  @Test
  void aTextCutAtItsBeginningKeepsBosAndEos() {
    TextEncoder encoder = encoder(new Options(5).withTruncation(Truncation.CUT_START));
    EncodedText text = encoder.encode("abc", "de");
    assertArrayEquals(tokens("^cde$"), text.ids());
    assertEquals(2, text.promptLength());
    assertEquals(1, encoder.encode("abc", "defgh").promptLength());
    assertArrayEquals(tokens("^cdef"), encoder.encodePrompt("abcdef").ids());
  }

  @Test
  void aTextThatSpellsASpecialTokenKeepsItAsText() {
    TextEncoder encoder = encoder(new Options(true, true, 30, Truncation.REFUSE, "<s>", "</s>"));
    assertArrayEquals(tokens("^a</s>b$"), encoder.encode("a</s>b").ids());
    assertArrayEquals(tokens("^a</s>b$"), encoder.encode(List.of("x", "a</s>b")).get(1).ids());
    assertArrayEquals(tokens("^^a<s>$b</s>$"), encoder.encode("a<s>", "b</s>").ids());
    assertArrayEquals(tokens("^^a$b$"), encoder.encode("a", "b").ids());
  }

  @Test
  void everySettingChangesTheHash() {
    Options options = new Options(true, true, 9, Truncation.REFUSE, "a", "b");
    List<Options> variants =
        List.of(
            options,
            new Options(false, true, 9, Truncation.REFUSE, "a", "b"),
            new Options(true, false, 9, Truncation.REFUSE, "a", "b"),
            new Options(true, true, 8, Truncation.REFUSE, "a", "b"),
            options.withTruncation(Truncation.CUT_END),
            new Options(true, true, 9, Truncation.REFUSE, "", "ab"),
            new Options(true, true, 9, Truncation.REFUSE, "ab", ""));
    long hashes = variants.stream().map(o -> encoder(o).hash()).distinct().count();
    assertEquals(variants.size(), hashes);
    assertEquals(encoder(options).hash(), encoder(options).hash());
    try (Tokenizer other = BpeTrainer.train(Stream.of("xy"), new BpeOptions(259, 1)).tokenizer()) {
      assertNotEquals(encoder(options).hash(), new TextEncoder(other, options).hash());
    }
  }

  @Test
  void bosMustBeKnownToBeAdded() {
    byte[] json = BYTES.tokenizerJson().getBytes(StandardCharsets.UTF_8);
    try (Tokenizer unnamed = Tokenizer.load(json, SpecialTokens.NONE)) {
      assertThrows(InvalidInputException.class, () -> new TextEncoder(unnamed, new Options(8)));
    }
  }

  private static TextEncoder encoder(Options options) {
    return new TextEncoder(TOKENIZER, options);
  }

  /** The ids of the characters; ^ is BOS, $ is EOS. */
  private static int[] tokens(String text) {
    return text.chars().map(c -> c == '^' ? 0 : c == '$' ? 1 : 2 + c).toArray();
  }
}

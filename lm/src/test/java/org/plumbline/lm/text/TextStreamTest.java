package org.plumbline.lm.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that comes token by token is the text of all tokens. */
final class TextStreamTest {
  private static final String TEXT = "Grüße, 世界! 🙂🙃 and a  word\n\tmore";

  @ParameterizedTest
  @ValueSource(
      strings = {"bpe-bytelevel", "bpe-split-regex", "unigram-metaspace", "bpe-bytefallback"})
  void piecesMakeTheWholeText(String name) {
    try (Tokenizer tokenizer = tokenizer(name)) {
      int[] ids = tokenizer.encode(TEXT);
      TextStream stream = new TextStream(tokenizer);
      StringBuilder text = new StringBuilder();
      for (int id : ids) {
        String piece = stream.add(id);
        assertFalse(piece.contains("\uFFFD") && !tokenizer.decode(ids).contains("\uFFFD"), piece);
        text.append(piece);
      }
      assertEquals(tokenizer.decode(ids), text + stream.end());
    }
  }

  @Test
  void aCharacterThatNeverBecomesWholeIsShownAtTheEnd() {
    try (Tokenizer tokenizer = tokenizer("bpe-bytelevel")) {
      int[] ids = tokenizer.encode("🙂");
      TextStream stream = new TextStream(tokenizer);
      assertEquals("", stream.add(ids[0]));
      assertEquals(tokenizer.decode(new int[] {ids[0]}), stream.end());
    }
  }

  private static Tokenizer tokenizer(String name) {
    try {
      URL folder = Objects.requireNonNull(TextStreamTest.class.getResource(name));
      return Tokenizer.load(Path.of(folder.toURI()));
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}

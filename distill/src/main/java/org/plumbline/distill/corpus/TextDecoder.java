package org.plumbline.distill.corpus;

import static org.plumbline.core.error.Require.require;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.plumbline.core.error.InvalidInputException;

/**
 * Bytes of a text file as characters: by the encoding that is given, by a byte-order mark, as UTF-8
 * if they are, as UTF-16 if every second byte of its ASCII is 0, as GB18030 if they look like
 * frequent Chinese characters in it. Anything else is refused, not guessed at.
 *
 * @param text without a byte-order mark
 * @param encoding its name
 */
public record TextDecoder(String text, String encoding) {
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final int SAMPLE = 1 << 16;

  /** A byte-order mark. */
  private record Mark(Charset charset, int... bytes) {
    boolean opens(byte[] content) {
      for (int i = 0; i < bytes.length; i++) {
        if (content.length <= i || (content[i] & 0xff) != bytes[i]) {
          return false;
        }
      }
      return true;
    }
  }

  /** UTF-32 before UTF-16, whose mark it begins with. */
  private static final List<Mark> MARKS =
      List.of(
          new Mark(StandardCharsets.UTF_8, 0xef, 0xbb, 0xbf),
          new Mark(Charset.forName("UTF-32LE"), 0xff, 0xfe, 0, 0),
          new Mark(Charset.forName("UTF-32BE"), 0, 0, 0xfe, 0xff),
          new Mark(StandardCharsets.UTF_16LE, 0xff, 0xfe),
          new Mark(StandardCharsets.UTF_16BE, 0xfe, 0xff));

  /**
   * Decodes a file's content.
   *
   * @param name what messages call the file
   * @param given the name of an encoding; empty to find it out
   * @throws InvalidInputException if the bytes are not text, or not in the given encoding, or in
   *     one that cannot be told
   */
  public static TextDecoder decode(byte[] content, String name, String given) {
    require(content.length > 0, "a book must hold text; '%s' is empty", name);
    TextDecoder decoded = given.isEmpty() ? detect(content, name) : asGiven(content, name, given);
    requireText(decoded.text, name);
    return decoded;
  }

  private static TextDecoder asGiven(byte[] content, String name, String given) {
    Charset charset = charset(given);
    Optional<Mark> mark = MARKS.stream().filter(one -> one.opens(content)).findFirst();
    int from = mark.isPresent() && mark.get().charset.equals(charset) ? mark.get().bytes.length : 0;
    return strict(content, from, charset)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "'%s' is not in the encoding %s that was given for it; leave --encoding out to have it found, or give another"
                        .formatted(name, charset)));
  }

  private static Charset charset(String given) {
    try {
      return Charset.forName(given);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "encoding must be a name that Java knows, such as UTF-8, GB18030, Big5, windows-1252 (got '%s')"
              .formatted(given),
          e);
    }
  }

  private static TextDecoder detect(byte[] content, String name) {
    Optional<Mark> mark = MARKS.stream().filter(one -> one.opens(content)).findFirst();
    Optional<TextDecoder> found =
        mark.isPresent()
            ? strict(content, mark.get().bytes.length, mark.get().charset)
            : strict(content, 0, StandardCharsets.UTF_8)
                .filter(text -> text.text.indexOf('\0') < 0)
                .or(() -> withoutMark(content))
                .or(() -> chinese(content));
    return found.orElseThrow(() -> unknown(content, name));
  }

  private static Optional<TextDecoder> strict(byte[] content, int from, Charset charset) {
    try {
      String text =
          charset
              .newDecoder()
              .decode(ByteBuffer.wrap(content, from, content.length - from))
              .toString();
      return Optional.of(new TextDecoder(text, charset.name()));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** UTF-16 without a mark: line ends, blanks and digits have one byte that is 0, on one side. */
  private static Optional<TextDecoder> withoutMark(byte[] content) {
    int[] zeros = new int[2];
    int size = Math.min(content.length, SAMPLE);
    for (int i = 0; i < size; i++) {
      zeros[i % 2] += content[i] == 0 ? 1 : 0;
    }
    int high = zeros[0] > zeros[1] ? 0 : 1;
    boolean likely = zeros[high] > size / 100 && zeros[1 - high] * 50 < zeros[high];
    Charset charset = high == 0 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
    return likely && content.length % 2 == 0 ? strict(content, 0, charset) : Optional.empty();
  }

  /**
   * Chinese text in GB2312, GBK or GB18030 consists for the most part of the 3,755 frequent
   * characters (lead bytes B0 to D7) and of punctuation (A1 to A3); other encodings do not.
   */
  private static Optional<TextDecoder> chinese(byte[] content) {
    int pairs = 0;
    int frequent = 0;
    for (int i = 0; i + 1 < content.length; i++) {
      int lead = content[i] & 0xff;
      int trail = content[i + 1] & 0xff;
      if (lead >= 0x80) {
        pairs++;
        boolean usual = lead >= 0xb0 && lead <= 0xd7 || lead >= 0xa1 && lead <= 0xa3;
        frequent += usual && trail >= 0xa1 ? 1 : 0;
        i++;
      }
    }
    return pairs > 0 && frequent >= 0.85 * pairs ? strict(content, 0, GB18030) : Optional.empty();
  }

  private static InvalidInputException unknown(byte[] content, String name) {
    boolean binary = false;
    for (int i = 0; i < Math.min(content.length, SAMPLE); i++) {
      binary |= content[i] == 0;
    }
    return new InvalidInputException(
        binary
            ? "'%s' is no text: it holds bytes that are 0, as programs, images and archives do; give the text itself"
                .formatted(name)
            : "text must be in UTF-8, UTF-16, GB18030 or an encoding that is named; '%s' is in none of these; name it, such as --encoding Big5, Shift_JIS or windows-1252"
                .formatted(name));
  }

  private static void requireText(String text, String name) {
    int sample = Math.min(text.length(), SAMPLE);
    long control =
        text.substring(0, sample)
            .chars()
            .filter(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f')
            .count();
    require(
        control * 200 <= sample,
        "'%s' is no text: %d of its first %d characters are control characters; give the text itself",
        name,
        control,
        sample);
    require(!text.isBlank(), "a book must hold text; '%s' holds blanks alone", name);
  }
}

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
 * if they are, as UTF-16 or GB18030 if they are frequent characters in it. Anything else is
 * refused, not guessed at.
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

  /**
   * UTF-16 without a mark: read from one end most characters are usual ones, from the other few.
   */
  private static Optional<TextDecoder> withoutMark(byte[] content) {
    // Without a blank, a digit or a line end it is as likely Shift JIS, whose bytes look alike.
    if (!holdsZero(content)) {
      return Optional.empty();
    }
    double little = usual(content, 1);
    double big = usual(content, 0);
    boolean clear = Math.max(little, big) >= 0.95 && Math.min(little, big) < 0.7;
    Charset charset = little > big ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    return clear && content.length % 2 == 0 ? strict(content, 0, charset) : Optional.empty();
  }

  /** The share of pairs of bytes that are frequent characters in Chinese or Latin text. */
  private static double usual(byte[] content, int high) {
    int size = Math.min(content.length, SAMPLE) / 2;
    int usual = 0;
    for (int i = 0; i < size; i++) {
      int unit = (content[2 * i + high] & 0xff) << 8 | content[2 * i + 1 - high] & 0xff;
      boolean latin = unit >= ' ' && unit < 0x180 || unit >= '\t' && unit <= '\r';
      boolean chinese = unit >= 0x4e00 && unit <= 0x9fff || unit >= 0x3000 && unit <= 0x303f;
      boolean marks = unit >= 0x2010 && unit <= 0x2030 || unit >= 0xff00 && unit <= 0xff60;
      usual += latin || chinese || marks ? 1 : 0;
    }
    return size == 0 ? 0 : (double) usual / size;
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

  private static boolean holdsZero(byte[] content) {
    boolean zero = false;
    for (int i = 0; i < Math.min(content.length, SAMPLE); i++) {
      zero |= content[i] == 0;
    }
    return zero;
  }

  private static InvalidInputException unknown(byte[] content, String name) {
    return new InvalidInputException(
        holdsZero(content)
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

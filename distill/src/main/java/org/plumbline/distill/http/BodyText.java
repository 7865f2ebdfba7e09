package org.plumbline.distill.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * A body's bytes as text: UTF-8, which JSON must be in, else what the header names; never a guess.
 */
final class BodyText {
  private static final Pattern CHARSET =
      Pattern.compile("charset=\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private BodyText() {}

  /** The text; empty if the bytes are none. */
  static Optional<String> of(Transport.Answer answer) {
    return unpacked(answer)
        .flatMap(
            bytes ->
                decoded(bytes, StandardCharsets.UTF_8)
                    .or(() -> charset(answer).flatMap(other -> decoded(bytes, other))))
        .map(text -> text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
  }

  /** Nobody asked for compressed answers, but some gateways send them. */
  private static Optional<byte[]> unpacked(Transport.Answer answer) {
    String coding = answer.headers().firstValue("content-encoding").orElse("identity");
    return switch (coding.strip()) {
      case "identity", "" -> Optional.of(answer.body());
      case "gzip", "x-gzip" -> gunzipped(answer.body());
      default -> Optional.empty();
    };
  }

  private static Optional<byte[]> gunzipped(byte[] bytes) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] all = in.readNBytes(Transport.LONGEST_BODY + 1);
      return all.length > Transport.LONGEST_BODY ? Optional.empty() : Optional.of(all);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Charset> charset(Transport.Answer answer) {
    Matcher named = CHARSET.matcher(answer.headers().firstValue("content-type").orElse(""));
    try {
      return named.find() ? Optional.of(Charset.forName(named.group(1))) : Optional.empty();
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> decoded(byte[] bytes, Charset charset) {
    try {
      return Optional.of(
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
